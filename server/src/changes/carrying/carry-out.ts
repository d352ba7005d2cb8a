import { notHeld, pause, PATIENCE_MS, type Verdict } from '../rules.ts'
import { registerRound } from './register-round.ts'
import { readBack } from './read-back.ts'
import { send } from './send.ts'
import { settle } from './settle.ts'
import type { CarryNeeds, Round, Sendable } from './carry.ts'
import type { OpenIntent } from '../tables.ts'

/** Rounds that one wake-up may take before others have their turn. */
const MOST_ROUNDS = 50

/** `tries` counts the pauses so far; a worker whose lease is lost, or whose house closes, sends nothing more. */
export type CarryOut = (line: string, turn: Turn) => Promise<number | null>
type Turn = { tries: number; mayGoOn: () => boolean; holder: string }

/**
 * Carries out what waits on one line until nothing is left to do now.
 *
 * Answers in how many milliseconds to come back, or `null` when the line is empty. The caller holds the line's lease.
 */
export const carryOut =
  (given: Omit<CarryNeeds, 'holder'>): CarryOut =>
  async (line, { tries, mayGoOn, holder }) => {
    const needs = { ...given, holder }
    for (let round = 0; round < MOST_ROUNDS && mayGoOn(); round++) {
      const open = await needs.reads.open(line)
      const [first] = open
      if (!first) return null
      const next = first.kind === 'register' ? await registerRound(needs, first) : await switchRound(needs, open)
      if (next === 'wait') return pause(tries)
      if (typeof next === 'object') return next.waitMs
    }
    return 0
  }

/** One round over the switches of an API: read back what was sent, then send what is to be sent. */
async function switchRound(needs: CarryNeeds, open: readonly OpenIntent[]): Promise<Round> {
  const target = await needs.targetOf(open[0]?.api ?? '')
  if (!target) {
    await settle(needs, { target: null, settled: open.map((intent) => ({ intent, verdict: GONE })) })
    return 'again'
  }
  const switches = open.filter(isSendable)
  const [sent, fresh] = [
    switches.filter(({ attempts }) => attempts > 0),
    switches.filter(({ attempts }) => attempts === 0),
  ]
  const unneeded = fresh.filter(({ overtaken }) => overtaken)
  await settle(needs, { target, settled: unneeded.map((intent) => ({ intent, verdict: { to: 'not-needed' } })) })
  const calls = await needs.reads.recentCalls(target.api.id, new Date(needs.clock.now().getTime() - PATIENCE_MS))
  const verdicts = sent.length > 0 ? await readBack(needs, target, { sent, calls }) : new Map<string, Verdict>()
  const due = [
    ...sent.filter(({ id }) => verdicts.get(id)?.to === 'send'),
    ...fresh.filter(({ overtaken }) => !overtaken),
  ]
  const free = notHeld(due, calls)
  if (free.length > 0) return send(needs, target, free)
  return due.length > 0 || sent.some(({ id }) => verdicts.get(id)?.to === 'wait') ? 'wait' : 'again'
}

const isSendable = (intent: OpenIntent): intent is Sendable => intent.app !== null && intent.wanted !== null

const GONE: Verdict = {
  to: 'failed',
  cloud: { status: 404, code: null, message: 'The API is no longer known.', requestId: null },
}
