import { z } from 'zod'

/** Control characters, and the ones that turn the direction of text or hide in it. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u

/**
 * A text as a reader sees it, to search by and to be searched: a name copied from a screen may carry what nobody sees.
 * Marks of direction and characters without width are left out; what controls becomes a space.
 */
export const seen = (text: string): string =>
  text
    .replaceAll(/[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, '')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')

/** One line of text as a person types it: trimmed, no control or direction characters, at most `max` characters. */
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !UNSEEN.test(text), { error: 'unseen characters' })
