// Sets the theme before the first paint. The key and values are those of features/shell/theme.ts.
;(() => {
  let choice = 'system'
  try {
    choice = localStorage.getItem('lapwing.theme') ?? 'system'
  } catch {
    // Storage may be switched off; the system's theme is right then.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
