import type { AuthType } from '@grantdesk/shared/apis'
import { useWords } from '../../lib/words.ts'
import { tip } from '../../ui/tip.ts'

/** How an API knows its callers; what the cloud does not tell is not guessed. */
export const AuthWord = ({ type, word }: { type: AuthType; word: string | null }) => {
  const { t } = useWords()
  if (type === 'other' && word) return <bdi>{word}</bdi>
  return <span {...tip(type === 'unknown' ? t('apis.cloudDecides') : null)}>{t(`apis.authType.${type}`)}</span>
}
