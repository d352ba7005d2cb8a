import type { BrowserContext } from '@playwright/test'

/** What a page complained of; answers that are refusals are kept apart, because they belong to many a story. */
export type Complaints = { readonly complaints: readonly string[]; readonly refusals: readonly string[] }

const REFUSAL = 'Failed to load resource'

/** Hears all that the pages of a browser complain of: console, uncaught errors, violated policies, dialogs. */
export async function listening(context: BrowserContext): Promise<Complaints> {
  const complaints: string[] = []
  const refusals: string[] = []
  context.on('console', (message) => {
    const [type, text] = [message.type(), message.text()]
    if (type !== 'error' && type !== 'warning') return
    if (text.startsWith(REFUSAL)) refusals.push(`${text} ${message.location().url}`)
    else complaints.push(`console ${type}: ${text}`)
  })
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`))
  context.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      reportError(new Error(`policy violated: ${violatedDirective} by ${blockedURI}`))
    })
  })
  return { complaints, refusals }
}
