import { useState } from 'react'
import type { Grant, Wanted } from '@grantdesk/shared/grants'
import { BULK_MAX } from '@grantdesk/shared/kernel/limits'
import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { BulkBar } from '../../ui/BulkBar.tsx'
import { Button } from '../../ui/Button.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { IconX } from '../../ui/icons.ts'
import { toasts } from '../../ui/toast.ts'
import { splitBulk } from './bulk.ts'
import type { Switching } from './use-switch.ts'

type Props = {
  apiName: string
  grants: readonly Grant[]
  authorized: number | null
  sendMany: Switching['sendMany']
  onDone: () => void
}

/** Sends a selection and says what became of it; each row tells its own outcome besides. */
const useSend = ({ sendMany, onDone }: Props) => {
  const { t } = useWords()
  const [busy, setBusy] = useState<Wanted | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (grants: readonly Grant[], wanted: Wanted) => {
    setBusy(wanted)
    setError(null)
    try {
      const { accepted, asked } = await sendMany(grants, wanted)
      const refused = asked - accepted
      toasts.say({
        tone: refused > 0 ? 'bad' : 'ok',
        title: t('grants.bulkDone', { count: accepted }),
        ...(refused > 0 ? { detail: t('grants.bulkRefused', { count: refused }) } : {}),
      })
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(null)
    }
  }
  return { busy, error, send }
}

/** What can be done with all selected apps at once: one intent a pair. */
export const GrantBulkBar = (props: Props) => {
  const { grants, authorized, apiName, onDone } = props
  const { t } = useWords()
  const { busy, error, send } = useSend(props)
  const [asking, setAsking] = useState(false)
  if (grants.length === 0) return null
  const on = splitBulk(grants, 'on')
  const off = splitBulk(grants, 'off')
  const reason = (can: readonly Grant[]) => {
    if (can.length > BULK_MAX) return t('problem.too-large.title')
    return can.length === 0 ? t('grants.bulkNone') : null
  }
  const skipped = on.can.length > 0 ? on.cannot : off.cannot
  const after =
    authorized !== null && on.can.length > 0
      ? t('grants.after', { now: authorized, next: authorized + on.can.length })
      : null
  const skip = skipped > 0 ? t('grants.bulkSkip', { count: skipped }) : null
  return (
    <BulkBar
      name={t('grants.bulk')}
      count={t('grants.selected', { count: grants.length })}
      detail={[after, skip].filter(Boolean).join(' · ')}
    >
      {error !== null && <FaultBanner {...explain(t, error)} />}
      <Button look="danger" reason={reason(off.can)} busy={busy === 'off'} onClick={() => setAsking(true)}>
        {t('grants.bulkOff')}
      </Button>
      <Button look="primary" reason={reason(on.can)} busy={busy === 'on'} onClick={() => void send(on.can, 'on')}>
        {t('grants.bulkOn')}
      </Button>
      <Button look="quiet" icon={IconX} name={t('ui.clear')} onClick={onDone} />
      {asking && (
        <FormDialog
          danger
          title={t('grants.offTitle', { count: off.can.length })}
          send={t('grants.offSend', { count: off.can.length })}
          busy={busy === 'off'}
          onSend={() => {
            setAsking(false)
            void send(off.can, 'off')
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t('grants.offText', { api: apiName })}</p>
        </FormDialog>
      )}
    </BulkBar>
  )
}
