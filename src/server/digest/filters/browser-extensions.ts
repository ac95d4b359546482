import type { NormalizedEvent } from '../../../protocol/event.ts'

/** Parts of messages that only extensions, toolbars and injecting proxies cause; lower case. */
const messageParts = [
  // Chrome's and Firefox's words for an extension that was updated or unloaded under its page.
  'extension context invalidated',
  "can't access dead object",
  // Safari hides extensions' addresses behind this.
  'webkit-masked-url:',
  // Toolbars and plug-ins that inject globals.
  'top.globals',
  'originalcreatenotification',
  'canvas.contentdocument',
  'myapp_removeallhighlights',
  'tt.epicplay.com',
  "can't find variable: zitereader",
  'jigsaw is not defined',
  'combosearch is not defined',
  'loading.retry.widdit.com',
  'atomicfindclose',
  'fb_xd_fragment',
  'conduitpage',
  'plugin.setsuspendstate is not a function',
  // Mobile providers' compressing proxies.
  'bmi_safeaddonload',
  'ebcallbackmessagereceived',
  // Chrome and Google's search app on iOS.
  '_gcrweb',
  "null is not an object (evaluating 'elt.parentnode')",
]

const sourceSchemes = [
  'chrome://',
  'chrome-extension://',
  'moz-extension://',
  'ms-browser-extension://',
  'safari-extension://',
  'safari-web-extension://',
  'webkit-masked-url:',
]
const sourceParts = [
  'graph.facebook.com',
  'connect.facebook.net',
  'woopra-ns.com',
  'static.woopra.com/js/',
  '127.0.0.1:4001/isrunning',
  'webappstoolbarba.texthelp.com',
  'metrics.itunes.apple.com.edgesuite.net',
  'kaspersky-labs.com',
]

/** Whether the first exception's message or the file that it came from belongs to an extension. */
export function isFromExtension(event: NormalizedEvent): boolean {
  const exception = event.exception?.values[0]
  if (!exception) return false
  const message = exception.value?.toLowerCase()
  if (message && messageParts.some((part) => message.includes(part))) return true
  const frames = exception.stacktrace?.frames ?? []
  for (let index = frames.length - 1; index >= 0; index--) {
    const path = frames[index]?.abs_path?.toLowerCase()
    // Frames of V8 itself say nothing of the source.
    if (!path || path === '<anonymous>' || path === '[native code]') continue
    return sourceSchemes.some((scheme) => path.startsWith(scheme)) || sourceParts.some((part) => path.includes(part))
  }
  return false
}
