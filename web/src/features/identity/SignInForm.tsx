import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useSignIn } from './queries.ts'
import styles from './SignInPage.module.css'
import { useFields } from './use-fields.ts'

/** In with a local account. */
export const SignInForm = () => {
  const { t } = useWords()
  const signIn = useSignIn()
  const { values, field, check, isAbout } = useFields(['email', 'password'], signIn.error)
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!signIn.isPending && check()) signIn.mutate(values)
      }}
    >
      {signIn.error && !isAbout && <FaultBanner {...explain(t, signIn.error)} />}
      <TextField label={t('identity.email')} type="email" autoComplete="username" {...field('email')} />
      <TextField
        label={t('identity.password')}
        type="password"
        autoComplete="current-password"
        {...field('password')}
      />
      <Button type="submit" look="primary" busy={signIn.isPending}>
        {t('identity.signIn')}
      </Button>
    </form>
  )
}
