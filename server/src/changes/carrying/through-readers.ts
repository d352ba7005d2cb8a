import type { Target } from '../../grants/index.ts'
import { CloudFault, type Door } from '../../upstream/port.ts'

type Seen = Pick<Target, 'connection' | 'seenBy'>

/** Through whom an API may be read back: the writer itself first if it may read, then whoever else may. */
function readersOf({ seenBy }: Seen, writer: string | undefined): string[] {
  const readers = seenBy.filter(({ duties }) => duties.includes('read')).map(({ label }) => label)
  return readers.toSorted((a, b) => Number(b === writer) - Number(a === writer))
}

const SHUT_OUT: ReadonlySet<CloudFault['kind']> = new Set(['forbidden', 'unauthenticated'])

/** Reads through one identity after the other as long as the cloud does not let them in; a fault is an answer. */
export async function throughReaders<T>(
  target: Seen,
  writer: string | undefined,
  read: (door: Door) => Promise<T>,
): Promise<T | CloudFault> {
  const message = 'No identity of the connection may read this.'
  let shut = new CloudFault({ kind: 'forbidden', effect: 'none', message })
  for (const identity of readersOf(target, writer)) {
    try {
      return await read({ connection: target.connection, identity })
    } catch (fault) {
      if (!(fault instanceof CloudFault)) throw fault
      if (!SHUT_OUT.has(fault.kind)) return fault
      shut = fault
    }
  }
  return shut
}
