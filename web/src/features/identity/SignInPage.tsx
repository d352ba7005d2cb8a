import type { ReactNode } from 'react'
import type { Session } from '@grantdesk/shared/identity'
import { explain } from '../../lib/explain.ts'
import { useTitle } from '../../lib/use-title.ts'
import { useWords } from '../../lib/words.ts'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { FirstAdminForm } from './FirstAdminForm.tsx'
import { PersonaList } from './PersonaList.tsx'
import { useSignInAsPersona } from './queries.ts'
import { SignInForm } from './SignInForm.tsx'
import styles from './SignInPage.module.css'

type CardProps = { title: string; children: ReactNode }

const Card = ({ title, children }: CardProps) => (
  <section className={styles['card']} aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
)

/** The door: one click for each person of the demo world, an account, or the very first admin. The address stays, so that the wished page opens afterwards. */
export const SignInPage = ({ session, settings }: { session: Session; settings: ReactNode }) => {
  const { t } = useWords()
  const asPersona = useSignInAsPersona()
  useTitle(t('identity.signIn'))
  const isDemo = session.personas.length > 0
  return (
    <main className={styles['door']}>
      <div className={styles['brand']}>
        <img src="/mark.svg" alt="" width={28} height={28} />
        <h1>Grantdesk</h1>
      </div>
      <p className={styles['tagline']}>{t('identity.tagline')}</p>
      {isDemo && (
        <Card title={t('identity.lookAround')}>
          {asPersona.error && <FaultBanner {...explain(t, asPersona.error)} />}
          <PersonaList
            personas={session.personas}
            busy={asPersona.isPending ? asPersona.variables : null}
            onChoose={asPersona.mutate}
          />
          <p className={styles['what']}>{t('identity.demoNote')}</p>
        </Card>
      )}
      {session.firstAdmin ? (
        <Card title={t('identity.firstAdmin')}>
          <FirstAdminForm />
        </Card>
      ) : (
        <Card title={isDemo ? t('identity.orAccount') : t('identity.account')}>
          <SignInForm />
        </Card>
      )}
      <div className={styles['settings']}>{settings}</div>
    </main>
  )
}
