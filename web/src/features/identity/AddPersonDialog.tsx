import { PASSWORD_MIN } from '@grantdesk/shared/kernel/limits'
import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toasts } from '../../ui/toast.ts'
import { useAddPerson } from './people-queries.ts'
import { useFields } from './use-fields.ts'

/** A new person with a local account; roles are given afterwards. */
export const AddPersonDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useWords()
  const add = useAddPerson()
  const { values, field, check, isAbout } = useFields(['name', 'email', 'password'], add.error)
  const send = () => {
    if (!check()) return
    add.mutate(values, {
      onSuccess: (person) => {
        toasts.say({ tone: 'ok', title: t('people.added', { name: person.name }) })
        onClose()
      },
    })
  }
  return (
    <FormDialog
      title={t('people.addTitle')}
      send={t('people.add')}
      busy={add.isPending}
      fault={add.error && !isAbout && <FaultBanner {...explain(t, add.error)} />}
      onSend={send}
      onClose={onClose}
    >
      <p>{t('people.addText')}</p>
      <TextField label={t('identity.name')} autoComplete="off" {...field('name')} />
      <TextField label={t('identity.email')} type="email" autoComplete="off" {...field('email')} />
      <TextField
        label={t('identity.newPassword')}
        hint={t('rule.password', { count: PASSWORD_MIN })}
        type="password"
        autoComplete="new-password"
        {...field('password')}
      />
    </FormDialog>
  )
}
