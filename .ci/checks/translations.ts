import type { Source } from './sources.ts'
import { calledName, headOf, lineOf, nodesOf, textOf, type Node } from './syntax.ts'

/** The words of one language, nested or flat, by key. */
export type Words = { [key: string]: string | Words }

const PLURAL = /_(zero|one|two|few|many|other)$/

/** Each text under its whole key, `grants.state.active`. */
export function flat(words: Words, above = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[above + key, value] as const] : [...flat(value, `${above}${key}.`)],
    ),
  )
}

/** Chinese has one plural form where English has two: keys are compared without their form. */
const stem = (key: string): string => key.replace(PLURAL, '')

const holesOf = (text: string): string => [...new Set(text.match(/\{\{-?\s*\w+/g) ?? [])].toSorted().join(' ')

/** Keys that one language lacks, texts that are empty, and texts whose placeholders differ. */
export function differences(languages: Record<string, Map<string, string>>): string[] {
  const names = Object.keys(languages)
  const stems = new Set(Object.values(languages).flatMap((words) => [...words.keys()].map(stem)))
  return [...stems].toSorted().flatMap((key) => {
    const forms = names.map((name) => formsOf(languages[name] ?? new Map<string, string>(), key))
    const missing = names.filter((_, i) => forms[i]?.length === 0).map((name) => `${name} lacks ${key}`)
    const empty = names
      .filter((_, i) => forms[i]?.some((text) => text.trim() === ''))
      .map((name) => `${name} leaves ${key} empty`)
    const holes = new Set(forms.map((texts) => holesOf(texts.join(' '))))
    return missing.length === 0 && holes.size > 1
      ? [...empty, `the placeholders of ${key} differ`]
      : [...missing, ...empty]
  })
}

const formsOf = (words: Map<string, string>, key: string): string[] =>
  [...words].filter(([name]) => stem(name) === key).map(([, text]) => text)

/** Keys that the code asks for and no language has. */
export function unknownKeys(sources: readonly Source[], known: ReadonlySet<string>): string[] {
  const stems = new Set([...known].map(stem))
  return sources.flatMap((source) =>
    askedIn(source).flatMap(({ key, prefix, at }) => {
      const isKnown = prefix ? [...stems].some((name) => name.startsWith(key)) : stems.has(key) || known.has(key)
      return isKnown
        ? []
        : [`${source.path}:${lineOf(source.text, at)} asks for ${key}${prefix ? '…' : ''}, which no language has`]
    }),
  )
}

/** Keys that nothing in the code mentions, neither whole nor by the beginning of a template. */
export function unusedKeys(sources: readonly Source[], known: ReadonlySet<string>): string[] {
  const nodes = sources.flatMap(nodesOf)
  const texts = new Set(nodes.map(textOf).filter((text) => text !== null))
  const heads = [...new Set(nodes.map(headOf).filter((head) => head !== null && /^[a-z]\w*[.]/i.test(head)))]
  return [...known]
    .filter((key) => !texts.has(key) && !texts.has(stem(key)) && !heads.some((head) => key.startsWith(head ?? key)))
    .map((key) => `nothing asks for ${key}`)
}

type Asked = { key: string; prefix: boolean; at: number }

function askedIn(source: Source): Asked[] {
  return nodesOf(source).flatMap((node): Asked[] => {
    const given = keyGiven(node)
    const head = headOf(given)
    if (head !== null) return head === '' ? [] : [{ key: head, prefix: true, at: node.start }]
    const key = textOf(given)
    return key === null ? [] : [{ key, prefix: false, at: node.start }]
  })
}

function keyGiven(node: Node): unknown {
  if (calledName(node) === 't') return (node.arguments as unknown[])[0]
  if (node.type === 'JSXAttribute' && (node.name as Node).name === 'i18nKey') return node.value
  return undefined
}
