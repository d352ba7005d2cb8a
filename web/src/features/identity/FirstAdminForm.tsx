import { PASSWORD_MIN } from '@grantdesk/shared/kernel/limits'
import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useMakeFirstAdmin } from './queries.ts'
import styles from './SignInPage.module.css'
import { useFields } from './use-fields.ts'

/** Makes the very first account; the code proves that one can read the console of the desk. */
export const FirstAdminForm = () => {
  const { t } = useWords()
  const make = useMakeFirstAdmin()
  const { values, field, check, isAbout } = useFields(['code', 'name', 'email', 'password'], make.error)
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!make.isPending && check()) make.mutate(values)
      }}
    >
      <p className={styles['what']}>{t('identity.firstAdminText')}</p>
      {make.error && !isAbout && <FaultBanner {...explain(t, make.error)} />}
      <TextField label={t('identity.code')} autoComplete="one-time-code" spellCheck={false} {...field('code')} />
      <TextField label={t('identity.name')} autoComplete="name" {...field('name')} />
      <TextField label={t('identity.email')} type="email" autoComplete="username" {...field('email')} />
      <TextField
        label={t('identity.newPassword')}
        hint={t('rule.password', { count: PASSWORD_MIN })}
        type="password"
        autoComplete="new-password"
        {...field('password')}
      />
      <Button type="submit" look="primary" busy={make.isPending}>
        {t('identity.makeAdmin')}
      </Button>
    </form>
  )
}
