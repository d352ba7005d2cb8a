const HAN = /\p{Script=Han}/u

/** Two letters for a name: the first of the first and last word, or the last two characters of a Chinese name. */
export const initials = (name: string): string => {
  const signs = Array.from(name.trim())
  if (HAN.test(name))
    return signs
      .filter((sign) => HAN.test(sign))
      .slice(-2)
      .join('')
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return [words[0] ?? '', last]
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toUpperCase()
}
