import { z } from 'zod'

/** Turn the direction of text or hide in it: two names that look the same must be the same (Unicode: Default_Ignorable). */
const HIDDEN = String.raw`\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E007F}`
const UNSEEN = new RegExp(String.raw`[\p{Cc}\p{Cs}\u2028\u2029${HIDDEN}]`, 'u')
const HIDDEN_ALL = new RegExp(`[${HIDDEN}]`, 'gu')

/**
 * A text as a reader sees it, to search by and to be searched: a name copied from a screen may carry what nobody sees.
 * Marks of direction and characters without width are left out; what controls becomes a space.
 */
export const seen = (text: string): string => text.replaceAll(HIDDEN_ALL, '').replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')

/** One line of text as a person types it: trimmed, no control or direction characters, at most `max` characters. */
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !UNSEEN.test(text), { error: 'unseen characters' })
