// Runs before everything else, so that the page never flashes in the other theme or language.
;(() => {
  // Compiled validators need `eval`, which the content security policy forbids; merely asking for it is reported.
  globalThis.__zod_globalConfig = { jitless: true }

  const root = document.documentElement
  const read = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const theme = read('grantdesk.theme')
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = dark ? 'dark' : 'light'
  const language = read('grantdesk.language') ?? navigator.language
  root.lang = language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
})()
