import { setTimeout as pass } from 'node:timers/promises'

/** What was opened, to be closed in the reverse order. */
export function createClosing() {
  const open: { name: string; close: () => Promise<void> }[] = []
  return {
    add: (name: string, close: () => Promise<void>): void => void open.push({ name, close }),

    /** Closes everything; answers the names of what did not end in time or could not be closed. */
    async all(withinMs: number): Promise<string[]> {
      const left = new Set(open.map(({ name }) => name))
      const closeAll = async (): Promise<void> => {
        for (const { name, close } of open.splice(0).reverse()) {
          // What is opened later is closed sooner, and one failure must not keep the others open.
          await close().then(
            () => left.delete(name),
            () => {},
          )
        }
      }
      await Promise.race([closeAll(), pass(withinMs, undefined, { ref: false })])
      return [...left]
    },
  }
}
