import { useCallback, useMemo, useRef, useState } from 'react'
import { Grant, type Wanted } from '@grantdesk/shared/grants'
import type { ApiId } from '@grantdesk/shared/kernel/ids'
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

/**
 * Switches apps on and off.
 *
 * The row says "on its way" in the same frame; what it is afterwards comes from the desk alone. A pair that is being
 * sent ignores further clicks and older news.
 */
export const useSwitch = (patch: Patch) => {
  const [notices, setNotices] = useState<ReadonlyMap<string, Notice>>(new Map())
  const flying = useRef(new Set<string>())

  const note = useCallback((pair: string, notice: Notice | null) => {
    setNotices((now) => {
      const next = new Map(now)
      next.delete(pair)
      if (notice) next.set(pair, notice)
      return next
    })
  }, [])

  const send = useCallback(
    async (click: Click) => {
      const pair = pairOf(click.grant)
      if (flying.current.has(pair)) return
      flying.current.add(pair)
      note(pair, null)
      patch([asSent(click.grant, click.wanted)])
      try {
        patch([await sendSwitch(click)])
      } catch (error) {
        const current = currentOf(error)
        patch([current ?? click.grant])
        const again = error instanceof Unreached ? () => void send(click) : null
        note(pair, { grant: click.grant, wanted: click.wanted, error, current, again })
      } finally {
        flying.current.delete(pair)
      }
    },
    [note, patch],
  )

  const sendMany = useCallback(
    async (api: ApiId, grants: readonly Grant[], wanted: Wanted) => {
      const pairs = grants.map(pairOf)
      for (const pair of pairs) flying.current.add(pair)
      patch(grants.map((grant) => asSent(grant, wanted)))
      try {
        const { rows } = await sendSwitches(api, grants, { wanted, key: newKey() })
        const byApp = new Map(grants.map((grant) => [grant.app, grant]))
        patch(rows.flatMap((row) => row.grant ?? byApp.get(row.app) ?? []))
        for (const row of rows) {
          const grant = byApp.get(row.app)
          const error = row.refused && refusedPair(row.refused, row.reason)
          if (grant) note(pairOf(grant), error && { grant, wanted, error, current: row.grant, again: null })
        }
        return { accepted: rows.filter((row) => row.refused === null).length, asked: rows.length }
      } catch (error) {
        patch(grants)
        throw error
      } finally {
        for (const pair of pairs) flying.current.delete(pair)
      }
    },
    [note, patch],
  )

  return useMemo(
    () => ({
      notices: [...notices.values()],
      turn: (grant: Grant, wanted: Wanted) => void send({ grant, wanted, key: newKey() }),
      sendMany,
      dismiss: (grant: Grant) => note(pairOf(grant), null),
      /** Whether news of a pair must wait, because its own click is not answered yet. */
      isFlying: (grant: Grant) => flying.current.has(pairOf(grant)),
    }),
    [notices, send, sendMany, note],
  )
}

export type Switching = ReturnType<typeof useSwitch>
