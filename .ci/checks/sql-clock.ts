import type { Source } from './sources.ts'
import { calledName, lineOf, nodesOf, textOf } from './syntax.ts'

/** Words by which SQL asks the database for the time; ours comes from the injected clock. */
const ASKS =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b|'(now|today|tomorrow|yesterday)'\s*::/i

/** Finds the database's clock in migrations and in every text of the server's code. */
export function databaseClock(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => (source.path.endsWith('.sql') ? inSql(source) : inCode(source)))
}

const fault = (path: string, line: number, text: string) => `${path}:${line} asks the database for the time: ${text}`

function inSql({ path, text }: Source): string[] {
  const code = text.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
  return code.split('\n').flatMap((line, i) => {
    const found = ASKS.exec(line)
    return found ? [fault(path, i + 1, found[0])] : []
  })
}

function inCode(source: Source): string[] {
  return nodesOf(source).flatMap((node) => {
    const text = (textOf(node) ?? '').replace(/--.*$/gm, '')
    const found = ASKS.exec(text)
    if (found) return [fault(source.path, lineOf(source.text, node.start) + lineOf(text, found.index) - 1, found[0])]
    const called = calledName(node) === 'fn' ? textOf((node.arguments as unknown[])[0]) : null
    return ASKS.test(`${called}()`) ? [fault(source.path, lineOf(source.text, node.start), `${called}()`)] : []
  })
}
