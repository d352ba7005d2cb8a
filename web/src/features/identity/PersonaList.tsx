import type { Persona } from '@grantdesk/shared/identity'
import type { PersonId } from '@grantdesk/shared/kernel/ids'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Badge } from '../../ui/Badge.tsx'
import styles from './SignInPage.module.css'

type Props = { personas: readonly Persona[]; busy: PersonId | null; onChoose: (id: PersonId) => void }

/** The people of the demo world; a click and one is in. */
export const PersonaList = ({ personas, busy, onChoose }: Props) => {
  const { t } = useWords()
  return (
    <ul className={styles['personas']}>
      {personas.map((persona) => (
        <li key={persona.id}>
          <button
            type="button"
            className={styles['persona']}
            aria-disabled={busy !== null || undefined}
            aria-busy={busy === persona.id || undefined}
            onClick={() => busy === null && onChoose(persona.id)}
          >
            <Avatar name={persona.name} />
            <span className={styles['who']}>
              <strong>{persona.name}</strong>
              <span className={styles['what']}>{persona.title}</span>
            </span>
            {persona.roles.map((role) => (
              <Badge key={role} tone="off" icon={null}>
                {t(`role.${role}`)}
              </Badge>
            ))}
          </button>
        </li>
      ))}
    </ul>
  )
}
