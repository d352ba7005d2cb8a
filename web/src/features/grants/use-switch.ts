import { useCallback, useMemo, useState } from 'react'
import { Grant, type Wanted } from '@grantdesk/shared/grants'
import { newKey, Refused, Unreached } from '../../lib/call.ts'
import { asSent } from './patch.ts'
import { type Click, sendSwitch, sendSwitches } from './queries.ts'

/** Why a click came to nothing; told beside the row until it is put away or the row is switched again. */
export type Notice = {
  grant: Grant
  wanted: Wanted
  error: unknown
  /** What it is now, when somebody else was quicker. */
  current: Grant | null
  /** The very same act once more, when no answer came: done already, it is not done twice. */
  again: (() => void) | null
}

const pairOf = ({ api, app }: Pick<Grant, 'api' | 'app'>) => `${api}/${app}`

const currentOf = (error: unknown): Grant | null => {
  if (!(error instanceof Refused) || error.problem.code !== 'stale') return null
  return Grant.safeParse(error.problem.current).data ?? null
}

/** A problem for one pair of a bulk, in the form in which a single switch would have told it. */
const refusedPair = (code: Refused['problem']['code'], reason: string | null) =>
  new Refused({
    type: `urn:grantdesk:problem:${code}`,
    title: code,
    status: 409,
    code,
    instance: '',
    ...(reason === null ? {} : { reason }),
  })

type Patch = (grants: readonly Grant[]) => void
type Note = (grant: Pick<Grant, 'api' | 'app'>, notice: Notice | null) => void

/** What is remembered between click and answer: why clicks came to nothing, and which pairs are being sent. */
const useMemory = () => {
  const [notices, setNotices] = useState<ReadonlyMap<string, Notice>>(new Map())
  const [flying] = useState(() => new Set<string>())
  const note: Note = useCallback((grant, notice) => {
    setNotices((now) => {
      const next = new Map(now)
      next.delete(pairOf(grant))
      if (notice) next.set(pairOf(grant), notice)
      return next
    })
  }, [])
  return { notices, flying, note }
}

type Hands = { patch: Patch; note: Note; flying: Set<string> }

const sendOne = async (click: Click, hands: Hands): Promise<void> => {
  const { patch, note, flying } = hands
  const { grant, wanted } = click
  if (flying.has(pairOf(grant))) return
  flying.add(pairOf(grant))
  note(grant, null)
  patch([asSent(grant, wanted)])
  try {
    patch([await sendSwitch(click)])
  } catch (error) {
    const current = currentOf(error)
    patch([current ?? grant])
    note(grant, {
      grant,
      wanted,
      error,
      current,
      again: error instanceof Unreached ? () => void sendOne(click, hands) : null,
    })
  } finally {
    flying.delete(pairOf(grant))
  }
}

/** How many of a bulk were asked for, and how many the desk took on. */
type Outcome = { asked: number; accepted: number }

const sendAll = async (grants: readonly Grant[], wanted: Wanted, { patch, note, flying }: Hands): Promise<Outcome> => {
  const [first] = grants
  if (!first) return { asked: 0, accepted: 0 }
  const byApp = new Map(grants.map((grant) => [grant.app, grant]))
  for (const grant of grants) flying.add(pairOf(grant))
  patch(grants.map((grant) => asSent(grant, wanted)))
  try {
    const { rows } = await sendSwitches(first.api, grants, { wanted, key: newKey() })
    patch(rows.flatMap((row) => row.grant ?? byApp.get(row.app) ?? []))
    for (const row of rows) {
      const grant = byApp.get(row.app)
      const error = row.refused && refusedPair(row.refused, row.reason)
      if (grant) note(grant, error && { grant, wanted, error, current: row.grant, again: null })
    }
    return { asked: rows.length, accepted: rows.filter((row) => row.refused === null).length }
  } catch (error) {
    patch(grants)
    throw error
  } finally {
    for (const grant of grants) flying.delete(pairOf(grant))
  }
}

/**
 * Switches apps on and off.
 *
 * The row says "on its way" in the same frame; what it is afterwards comes from the desk alone. A pair that is being
 * sent ignores further clicks and older news.
 */
export const useSwitch = (patch: Patch) => {
  const { notices, flying, note } = useMemory()
  const acts = useMemo(() => {
    const hands = { patch, note, flying }
    return {
      turn: (grant: Grant, wanted: Wanted) => void sendOne({ grant, wanted, key: newKey() }, hands),
      sendMany: (grants: readonly Grant[], wanted: Wanted) => sendAll(grants, wanted, hands),
      dismiss: (grant: Grant) => note(grant, null),
      /** Whether news of a pair must wait, because its own click is not answered yet. */
      isFlying: (grant: Grant) => flying.has(pairOf(grant)),
    }
  }, [patch, note, flying])
  return { notices: [...notices.values()], ...acts }
}

export type Switching = ReturnType<typeof useSwitch>
