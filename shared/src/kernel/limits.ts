/** Numbers that both floors agree on. */
export const PAGE_DEFAULT = 50
export const PAGE_MAX = 200
export const SEARCH_MAX = 200
export const NAME_MAX = 120
export const EMAIL_MAX = 254
export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 128
/** Pairs that one bulk switch may name. */
export const BULK_MAX = 500
/** Apps that one registration may name. */
export const REGISTER_MAX = 100
/** Characters of an `Idempotency-Key`. */
export const KEY_MAX = 100
/** Hours for which an answer is kept under its key. */
export const KEY_HOURS = 24
/** Largest request body, bytes. */
export const BODY_MAX = 262_144
/** Hours that a withdrawal by the reviewer leaves the owner of the app (DataArts, AuthorizeActionApiToInstance). */
export const NOTICE_HOURS = 48
