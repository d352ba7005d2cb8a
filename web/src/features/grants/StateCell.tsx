import type { ReactNode } from 'react'
import type { Grant, GrantState } from '@grantdesk/shared/grants'
import { Ago, Moment } from '../../lib/Ago.tsx'
import { useWords } from '../../lib/words.ts'
import { Badge, type Tone } from '../../ui/Badge.tsx'
import { IconArrowsDiff } from '../../ui/icons.ts'
import { Two } from '../../ui/table/Two.tsx'
import { reasonOf } from './advice.ts'

const STATE_TONES: Record<GrantState, Tone> = {
  none: 'off',
  active: 'ok',
  issuing: 'wait',
  ending: 'wait',
  unverified: 'wait',
  failed: 'bad',
  outside: 'warn',
}

/** A sentence with one moving part in it, e.g. "verified 12:04:31". */
const Around = ({ text, hole, children }: { text: string; hole: string; children: ReactNode }) => {
  const [before, after] = text.split(hole)
  return (
    <>
      {before}
      {children}
      {after}
    </>
  )
}

const HOLE = '\u0000'

const Sent = ({ change }: { change: Grant['change'] }) => {
  const { t } = useWords()
  if (change?.state !== 'sending') return t('grants.waiting')
  return (
    <Around text={t('grants.sent', { ago: HOLE })} hole={HOLE}>
      <Ago at={change.at} />
    </Around>
  )
}

const Verified = ({ at }: { at: string | null }) => {
  const { t } = useWords()
  if (at === null) return null
  return (
    <Around text={t('grants.verifiedAt', { when: HOLE })} hole={HOLE}>
      <Moment at={at} />
    </Around>
  )
}

/** The proof beside a state: when it was seen, what was sent, or what the cloud said. */
const Proof = ({ grant }: { grant: Grant }) => {
  const { t } = useWords()
  switch (grant.state) {
    case 'issuing':
    case 'ending':
      return <Sent change={grant.change} />
    case 'unverified':
      return t('grants.readingBack')
    case 'failed':
      return <bdi>{reasonOf(grant.change?.cloud ?? null)}</bdi>
    case 'outside':
      return grant.actual === 'on' ? t('grants.outsideOn') : t('grants.outsideOff')
    case 'none':
    case 'active':
      return <Verified at={grant.verifiedAt} />
  }
}

/** What is, and how we know. */
export const StateCell = ({ grant }: { grant: Grant }) => {
  const { t } = useWords()
  const working = grant.state === 'issuing' || grant.state === 'ending'
  return (
    <Two
      first={
        <Badge
          tone={STATE_TONES[grant.state]}
          working={working}
          {...(grant.state === 'outside' ? { icon: IconArrowsDiff } : {})}
        >
          {t(`grants.states.${grant.state}`)}
        </Badge>
      }
      second={<Proof grant={grant} />}
    />
  )
}

/** Who changed it last, and when. */
export const ChangeCell = ({ grant }: { grant: Grant }) =>
  grant.change ? <Two first={<bdi>{grant.change.by}</bdi>} second={<Ago at={grant.change.at} />} /> : '—'
