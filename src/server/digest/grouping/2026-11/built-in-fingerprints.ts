/**
 * Fingerprint rules that hold for every project, after its own: errors that browsers and frameworks report in as many
 * places as there are, and that are one problem each. Frozen with this version.
 */
export const builtInFingerprints = `
# A chunk that was replaced by a later deployment fails to load wherever it happens to be asked for.
family:javascript type:ChunkLoadError -> chunkloaderror
family:javascript value:"ChunkLoadError*" -> chunkloaderror

# React's hydration errors name no component; what tells them apart is the page.
family:javascript tags.transaction:"*" message:"Hydration failed because the initial UI does not match what was rendered on the server*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:"*" message:"Hydration failed because the server rendered *didn't match the client*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:"*" message:"Text content does not match server-rendered HTML*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:"*" message:"There was an error while hydrating*" -> hydrationerror, {{ tags.transaction }}
family:javascript tags.transaction:"*" message:"The server could not finish this Suspense boundary*" -> hydrationerror, {{ tags.transaction }}
`
