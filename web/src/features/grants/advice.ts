import type { CloudWord } from '@grantdesk/shared/kernel/problem'

type Advice = 'refused' | 'rights' | 'missing' | 'creator' | 'pause'

// "ModelArts API Reference", Error Codes: the app (3923) or the API (3935) does not exist, the API belongs to another
// service (3936); granting (3937) and unbinding (3938) failed, with the reason in the text.
const BY_CODE: Record<string, Advice> = {
  'ModelArts.3923': 'missing',
  'ModelArts.3935': 'missing',
  'ModelArts.3936': 'missing',
}

const BY_STATUS: Record<number, Advice> = { 401: 'rights', 403: 'rights', 404: 'missing', 429: 'pause', 503: 'pause' }

/** The cloud's code and words, each said once: some messages begin with the code. */
export const reasonOf = (cloud: CloudWord | null): string => {
  if (!cloud) return ''
  const { code, message } = cloud
  const words = code !== null && message.startsWith(code) ? message.slice(code.length).replace(/^[:\s]+/, '') : message
  return [code, words].filter(Boolean).join(' · ')
}

/** What a person can do about what the cloud said. */
export const cloudAdvice = (cloud: CloudWord | null): Advice => {
  if (!cloud) return 'refused'
  const known = BY_CODE[cloud.code ?? ''] ?? BY_STATUS[cloud.status ?? 0]
  if (known) return known
  return /creator|creat|owner/i.test(cloud.message) ? 'creator' : 'refused'
}
