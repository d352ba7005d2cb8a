import type { ReactNode } from 'react'
import { Banner } from './Banner.tsx'
import { Button } from './Button.tsx'
import { CopyButton } from './CopyButton.tsx'
import styles from './FaultBanner.module.css'
import { IconRefresh } from './icons.ts'
import { useUiWords } from './words.ts'

/** What the cloud said, word for word; without a status it is the desk that tells. */
type Word = { status: number | null; code: string | null; message: string; requestId: string | null }

type Props = {
  title?: ReactNode
  advice: ReactNode
  cloud?: Word | null
  /** The cloud's answer as one line to copy. */
  quote?: string | null
  reference?: string | null
  onRetry?: (() => void) | undefined
  actions?: ReactNode
  tone?: 'bad' | 'warn'
}

const Told = ({ cloud, quote }: { cloud: Word; quote: Props['quote'] }) => {
  const words = useUiWords()
  return (
    <p className={styles['cloud']}>
      <span>
        {cloud.status === null ? words.whatHappened : words.cloudSays} <bdi>{cloud.message}</bdi>
      </span>
      <code className={styles['code']}>
        {cloud.code}
        {cloud.code && cloud.requestId && ' · '}
        {cloud.requestId && words.request(cloud.requestId)}
      </code>
      {quote && <CopyButton text={quote} name={words.copyCloud} />}
    </p>
  )
}

/** What went wrong: in our words, in the cloud's own, with what to do next and what to quote. */
export const FaultBanner = ({ title, advice, cloud, quote, reference, onRetry, actions, tone = 'bad' }: Props) => {
  const words = useUiWords()
  return (
    <Banner
      tone={tone}
      title={title}
      actions={
        <>
          {onRetry && (
            <Button small icon={IconRefresh} onClick={onRetry}>
              {words.retry}
            </Button>
          )}
          {actions}
        </>
      }
    >
      <p>{advice}</p>
      {cloud && <Told cloud={cloud} quote={quote} />}
      {!cloud && reference && <code className={styles['code']}>{words.reference(reference)}</code>}
    </Banner>
  )
}
