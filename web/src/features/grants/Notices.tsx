import type { Grant } from '@grantdesk/shared/grants'
import { explain, type Fault, quote } from '../../lib/explain.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { type Say, useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { IconX } from '../../ui/icons.ts'
import { cloudAdvice } from './advice.ts'
import styles from './Notices.module.css'
import { isSame } from './patch.ts'
import type { Notice, Switching } from './use-switch.ts'

const MOST = 3

type Props = {
  grants: readonly Grant[]
  switching: Pick<Switching, 'notices' | 'dismiss' | 'turn'>
  nameOf: (grant: Grant) => string
  /** Failures that the reader has put away. */
  hidden: ReadonlySet<string>
  onHide: (id: string) => void
}

const useStale = () => {
  const { t } = useWords()
  const format = useFormat()
  const now = useNow(1000)
  return ({ current }: Notice) => {
    const state = current ? t(`grants.states.${current.state}`) : ''
    const change = current?.change
    if (!change) return current ? t('grants.staleUnknown', { state }) : null
    return t('grants.stale', {
      who: change.by,
      ago: format.relative(change.at, Math.max(now, Date.parse(change.at))),
      state,
    })
  }
}

const failure = (t: Say, grant: Grant, name: string): Fault => ({
  title: t('grants.refusedTitle', { app: name }),
  advice: t(`cloud.advice.${cloudAdvice(grant.change?.cloud ?? null)}`),
  cloud: grant.change?.cloud ?? null,
  quote: grant.change?.cloud ? quote(grant.change.cloud) : null,
  reference: null,
})

/** What went wrong with single rows: who was quicker, what the desk refused, what the cloud refused; with what to do next. */
export const Notices = ({ grants, switching, nameOf, hidden, onHide }: Props) => {
  const { t } = useWords()
  const stale = useStale()
  const { notices } = switching
  const failed = grants.filter(
    (grant) =>
      grant.state === 'failed' &&
      !hidden.has(grant.change?.id ?? '') &&
      !notices.some((notice) => isSame(notice.grant, grant)),
  )
  return (
    <div className={styles['notices']}>
      {notices.slice(-MOST).map((notice) => {
        const name = nameOf(notice.grant)
        const fault = explain(t, notice.error)
        const quicker = stale(notice)
        return (
          <FaultBanner
            key={`${notice.grant.api}/${notice.grant.app}`}
            {...fault}
            reference={quicker ? null : fault.reference}
            tone={quicker ? 'warn' : 'bad'}
            title={<bdi>{name}</bdi>}
            advice={quicker ?? `${fault.title}. ${fault.advice}`}
            onRetry={notice.again ?? undefined}
            actions={
              <Button
                small
                look="quiet"
                icon={IconX}
                name={t('grants.dismiss', { app: name })}
                onClick={() => switching.dismiss(notice.grant)}
              />
            }
          />
        )
      })}
      {failed.slice(0, MOST).map((grant) => {
        const name = nameOf(grant)
        const wanted = grant.wanted ?? 'on'
        return (
          <FaultBanner
            key={grant.change?.id ?? grant.app}
            {...failure(t, grant, name)}
            actions={
              <>
                {grant.allowed[wanted] === true && (
                  <Button small onClick={() => switching.turn(grant, wanted)}>
                    {t('grants.again')}
                  </Button>
                )}
                <Button
                  small
                  look="quiet"
                  icon={IconX}
                  name={t('grants.dismiss', { app: name })}
                  onClick={() => onHide(grant.change?.id ?? '')}
                />
              </>
            }
          />
        )
      })}
    </div>
  )
}
