import type { ApiRow } from '@grantdesk/shared/apis'
import { whyNot } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { isRegistering } from './queries.ts'

type Props = { row: ApiRow; onRegister: (row: ApiRow) => void; large?: boolean }

/** Opens the registration of a service, or says why there is none to be had. */
export const RegisterButton = ({ row, onRegister, large = false }: Props) => {
  const { t } = useWords()
  const reason = isRegistering(row) ? t('whyNot.in-progress') : whyNot(t, row.allowed.register)
  return (
    <Button small={!large} look={large ? 'primary' : 'plain'} reason={reason} onClick={() => onRegister(row)}>
      {t('apis.register')}
    </Button>
  )
}
