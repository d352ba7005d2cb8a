import type { Source } from './sources.ts'
import { calledName, lineOf, nodesOf, textOf, type Node } from './syntax.ts'

/** A module of the contract: its path and what it exports. */
export type Contract = { path: string; exports: Record<string, unknown> }

const ROUTED = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'use', 'route'])

type Operation = { name: string; method: string; path: string; may: unknown }

/** Operations of the contract that do not say who may call them, or that say one thing twice. */
export function operationsWithoutPermission(contracts: readonly Contract[], words: readonly string[]): string[] {
  const operations = contracts.flatMap(operationsOf)
  const seen = new Map<string, string>()
  return operations.flatMap(({ name, method, path, may }) => {
    const faults: string[] = []
    const route = `${method} ${path.replace(/:\w+/g, ':')}`
    const twin = seen.get(route)
    if (twin !== undefined) faults.push(`${name} is the same route as ${twin}: ${method} ${path}`)
    seen.set(route, name)
    if (typeof may !== 'string' || !words.includes(may))
      faults.push(`${name} (${method} ${path}) does not declare who may call it`)
    return faults
  })
}

function operationsOf({ path: file, exports }: Contract): Operation[] {
  return Object.entries(exports).flatMap(([name, value]) => {
    if (typeof value !== 'object' || value === null) return []
    const { method, path, may } = value as Partial<Operation>
    return typeof method === 'string' && typeof path === 'string'
      ? [{ name: `${file} ${name}`, method, path, may }]
      : []
  })
}

/** Operations that no `bind` keeps, or more than one: what the contract promises and what runs are the same set. */
export function operationsNotBoundOnce(contracts: readonly Contract[], sources: readonly Source[]): string[] {
  const bound = sources.flatMap(boundIn)
  return contracts.flatMap(operationsOf).flatMap(({ name }) => {
    const times = bound.filter((one) => one !== null && name.endsWith(` ${one}`)).length
    return times === 1 ? [] : [`${name} is bound ${times} times`]
  })
}

function boundIn(source: Source): (string | null)[] {
  const nodes = nodesOf(source)
  const specifiers = nodes.filter(({ type }) => type === 'ImportSpecifier')
  const imported = new Map(specifiers.map(({ local, imported: name }) => [endOf(local), endOf(name)]))
  return nodes
    .filter((node) => calledName(node) === 'bind')
    .map((node) => endOf((node.arguments as unknown[])[1]))
    .map((name) => imported.get(name) ?? name)
}

function endOf(node: unknown): string | null {
  const { type, name, property } = (node ?? {}) as Partial<Node>
  return type === 'MemberExpression' ? endOf(property) : typeof name === 'string' ? name : null
}

/**
 * Routes that Express is given by hand: a path in the code instead of one from the contract.
 * What has no operation (files of the web floor, the library's sign-in) is listed by file and path.
 */
export function routesPastTheContract(sources: readonly Source[], listed: readonly string[]): string[] {
  const found = sources.flatMap((source) =>
    nodesOf(source)
      .filter(isRoute)
      .map((node) => ({ source, node, path: textOf((node.arguments as unknown[])[0]) ?? '(computed)' })),
  )
  const entries = found.map(({ source, path }) => `${source.path} ${path}`)
  return [
    ...found
      .filter((_, i) => !listed.includes(entries[i] ?? ''))
      .map(
        ({ source, node, path }) =>
          `${source.path}:${lineOf(source.text, node.start)} routes ${path} without an operation that says who may`,
      ),
    ...listed.filter((entry) => !entries.includes(entry)).map((entry) => `${entry} is listed but is no route any more`),
  ]
}

/** A call that gives Express a path: written out to whatever object, or computed for something called a router. */
function isRoute(node: Node): boolean {
  const callee = node.callee as Node | undefined
  if (node.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return false
  const args = node.arguments as unknown[]
  if (args.length < 2) return false
  const path = textOf(args[0])
  if (callee.computed === true) return isRouter(callee.object as Node)
  if (!ROUTED.has(calledName(node) ?? '')) return false
  return path === null ? calledName(node) !== 'use' && isRouter(callee.object as Node) : /^[/*{]/.test(path)
}

function isRouter(node: Node): boolean {
  const name = node.type === 'MemberExpression' ? (node.property as Node).name : node.name
  return typeof name === 'string' && /(router|app)$/i.test(name)
}
