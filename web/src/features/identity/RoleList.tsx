import type { Assignment, Person } from '@grantdesk/shared/identity'
import { explain } from '../../lib/explain.ts'
import { useFormat } from '../../lib/use-format.ts'
import { type Say, useWords } from '../../lib/words.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { IconX } from '../../ui/icons.ts'
import { toasts } from '../../ui/toast.ts'
import { useTakeRole } from './people-queries.ts'
import styles from './People.module.css'

const KINDS = { connection: 'apis.connection', service: 'apis.service', api: 'apis.api', app: 'apps.app' } as const

const scopeOf = (t: Say, { scope, scopeName }: Assignment) =>
  scope.of === 'everything' ? t('people.scopeEverything') : `${t(KINDS[scope.of])} ${scopeName ?? scope.id}`

/** Which roles a person has: where, since when, until when, by whom; each can be ended. */
export const RoleList = ({ person }: { person: Person }) => {
  const { t } = useWords()
  const format = useFormat()
  const take = useTakeRole()
  const life = (role: Assignment) =>
    [
      role.by === null
        ? t('people.sinceHouse', { when: format.date(role.from) })
        : t('people.since', { when: format.date(role.from), who: role.by }),
      role.until && t('people.until', { when: format.minute(role.until) }),
    ]
      .filter(Boolean)
      .join(' · ')
  const end = (role: Assignment) =>
    take.mutate(
      { person, assignment: role.id },
      {
        onSuccess: () =>
          toasts.say({ tone: 'ok', title: t('people.took', { name: person.name, role: t(`role.${role.role}`) }) }),
      },
    )
  if (person.roles.length === 0) return <p className={styles['small']}>{t('people.rolesEmpty')}</p>
  return (
    <>
      {take.error && <FaultBanner {...explain(t, take.error)} />}
      <ul className={styles['list']}>
        {person.roles.map((role) => (
          <li key={role.id}>
            <Badge tone={role.role === 'admin' ? 'wait' : 'off'} icon={null}>
              {t(`role.${role.role}`)}
            </Badge>
            <span className={styles['what']}>
              <bdi>{scopeOf(t, role)}</bdi>
              <span className={styles['small']}>{life(role)}</span>
            </span>
            <Button
              small
              look="quiet"
              icon={IconX}
              busy={take.isPending && take.variables.assignment === role.id}
              name={t('people.take', { role: t(`role.${role.role}`), scope: scopeOf(t, role) })}
              onClick={() => end(role)}
            />
          </li>
        ))}
      </ul>
    </>
  )
}
