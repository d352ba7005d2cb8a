import type { CloudWord } from '@grantdesk/shared/kernel/problem'
import type { AppResult } from '../../upstream/port.ts'

/** The code in the text of a refusal: the result of an app has no field for it (vendor model AppAuthResultInfo). */
const CODE = /\b(?:ModelArts|APIG)\.\d{4}\b/

/** Why the cloud refused one app within an answer that says yes to the others. */
export const wordOfResult = (result: AppResult | undefined, requestId: string | null): CloudWord | null =>
  result?.said === 'refused'
    ? { status: 200, code: CODE.exec(result.reason)?.[0] ?? null, message: result.reason, requestId }
    : null

/** The cloud's own id of an authorization, where its answer told one. */
export const authIdOf = (app: string, result: AppResult | undefined): { app: string; authId: string }[] =>
  result?.said === 'done' && result.authId !== null ? [{ app, authId: result.authId }] : []
