import { isTest, type Source } from './sources.ts'

const MOST = 300
const MOST_IN_A_TEST = 400

/** A file over 300 lines is two files; a test may have 400. */
export function tooLong(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    const most = isTest(path) || path.startsWith('e2e/journeys/') ? MOST_IN_A_TEST : MOST
    return lines > most ? [`${path} has ${lines} lines, ${most} are allowed`] : []
  })
}
