import { parseSync } from 'rolldown/utils'
import type { Source } from './sources.ts'

/** A node of the ESTree, as far as the checks look at it. */
export type Node = { type: string; start: number } & Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** Every node of a source, parents before children. */
export function nodesOf({ path, text }: Source): Node[] {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message ?? 'unknown'}`)
  return below(program)
}

function below(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(below)
  if (!isNode(value)) return []
  return [value, ...Object.values(value).flatMap(below)]
}

/** The text of a string or of the fixed parts of a template; `null` for every other node. */
export function textOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral') return null
  return quasisOf(node).join('${…}')
}

/** What stands before the first hole of a template; `null` for a node that is no template with holes. */
export function headOf(node: unknown): string | null {
  if (!isNode(node) || node.type !== 'TemplateLiteral') return null
  const quasis = quasisOf(node)
  return quasis.length > 1 ? (quasis[0] ?? '') : null
}

function quasisOf(node: Node): string[] {
  return (node.quasis as { value: { cooked: string | null; raw: string } }[]).map(
    ({ value }) => value.cooked ?? value.raw,
  )
}

export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length

/** The name at the end of what is called: `t` for `t()` and for `i18n.t()`. */
export function calledName(node: Node): string | null {
  const callee = node.callee
  if (node.type !== 'CallExpression' || !isNode(callee)) return null
  if (callee.type === 'Identifier') return callee.name as string
  const property = callee.property
  return callee.type === 'MemberExpression' && isNode(property) && callee.computed === false
    ? (property.name as string)
    : null
}
