import { PASSWORD_MIN } from '@grantdesk/shared/kernel/limits'
import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toasts } from '../../ui/toast.ts'
import { useChangePassword } from './queries.ts'
import { useFields } from './use-fields.ts'

/** A new password for the own account. */
export const ChangePasswordDialog = ({ email, onClose }: { email: string; onClose: () => void }) => {
  const { t } = useWords()
  const change = useChangePassword()
  const { values, field, check, isAbout } = useFields(['current', 'next'], change.error)
  const send = () => {
    if (!check()) return
    change.mutate(values, {
      onSuccess: () => {
        toasts.say({ tone: 'ok', title: t('identity.passwordChanged'), detail: t('identity.passwordChangedDetail') })
        onClose()
      },
    })
  }
  return (
    <FormDialog
      title={t('identity.passwordTitle')}
      send={t('identity.passwordTitle')}
      busy={change.isPending}
      fault={change.error && !isAbout && <FaultBanner {...explain(t, change.error)} />}
      onSend={send}
      onClose={onClose}
    >
      {/* Password managers need to see whose password it is. */}
      <input
        type="email"
        className="visually-hidden"
        autoComplete="username"
        value={email}
        readOnly
        aria-hidden
        tabIndex={-1}
      />
      <TextField
        label={t('identity.currentPassword')}
        type="password"
        autoComplete="current-password"
        {...field('current')}
      />
      <TextField
        label={t('identity.newPassword')}
        hint={`${t('rule.password', { count: PASSWORD_MIN })}. ${t('identity.passwordHint')}`}
        type="password"
        autoComplete="new-password"
        {...field('next')}
      />
    </FormDialog>
  )
}
