import { type Allowed, WHY_NOT, type WhyNot } from '@grantdesk/shared/kernel/allowed'
import type { CloudWord, Problem } from '@grantdesk/shared/kernel/problem'
import { Garbled, Refused } from './call.ts'
import type { Say } from './words.ts'

/** What went wrong, in the reader's words, with what the cloud said word for word. */
export type Fault = {
  title: string
  advice: string
  cloud: CloudWord | null
  /** The cloud's answer as one line to copy. */
  quote: string | null
  /** Reference number of the desk's own answer. */
  reference: string | null
}

/** The cloud's answer as one line, for a ticket or a chat. */
export const quote = (cloud: CloudWord): string =>
  [cloud.status, cloud.code, cloud.message, cloud.requestId && `X-Request-Id: ${cloud.requestId}`]
    .filter((part) => part !== null && part !== '')
    .join(' · ')

const isWhyNot = (reason: string | undefined): reason is WhyNot => WHY_NOT.some((known) => known === reason)

const explainProblem = (t: Say, problem: Problem): Fault => {
  const wait = problem.retryAfter === undefined ? '' : ` ${t('problem.retryIn', { count: problem.retryAfter })}`
  const why = isWhyNot(problem.reason) ? `${t(`whyNot.${problem.reason}`)}. ` : ''
  return {
    title: t(`problem.${problem.code}.title`),
    advice: `${why}${t(`problem.${problem.code}.advice`)}${wait}`,
    cloud: problem.cloud ?? null,
    quote: problem.cloud ? quote(problem.cloud) : null,
    reference: problem.instance,
  }
}

/** Explains whatever a call can end with. */
export const explain = (t: Say, error: unknown): Fault => {
  if (error instanceof Refused) return explainProblem(t, error.problem)
  const kind = error instanceof Garbled ? 'garbled' : 'unreached'
  return {
    title: t(`problem.${kind}.title`),
    advice: t(`problem.${kind}.advice`),
    cloud: null,
    quote: null,
    reference: null,
  }
}

/** Why something cannot be done, or `null` when it can. */
export const whyNot = (t: Say, allowed: Allowed): string | null => (allowed === true ? null : t(`whyNot.${allowed}`))

const RULES = ['too_small', 'too_big', 'invalid_format'] as const

/** What the desk found wrong with one field of a form. */
export const issueOf = (t: Say, error: unknown, field: string): string | null => {
  if (!(error instanceof Refused)) return null
  const issue = error.problem.issues?.find(({ path }) => path === `body.${field}` || path.startsWith(`body.${field}.`))
  if (!issue) return null
  const rule = RULES.find((known) => known === issue.rule)
  return t(`rule.${rule ?? 'other'}`)
}

/** Whether a refusal is told beside the fields, so that it need not be told above the form too. */
export const isAboutFields = (error: unknown, fields: readonly string[]): boolean =>
  error instanceof Refused &&
  error.problem.issues?.some(({ path }) => fields.some((field) => path.startsWith(`body.${field}`))) === true
