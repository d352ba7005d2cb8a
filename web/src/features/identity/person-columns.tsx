import type { Person } from '@grantdesk/shared/identity'
import { Ago } from '../../lib/Ago.tsx'
import type { Say } from '../../lib/words.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import type { Column } from '../../ui/table/column.ts'
import styles from './People.module.css'
import { rolesOf } from './roles.ts'

type Given = { t: Say; onOpen: (person: Person) => void }

/** The columns of the list of people. */
export const personColumns = ({ t, onOpen }: Given): Column<Person>[] => [
  {
    id: 'name',
    name: t('people.name'),
    rank: 0,
    min: 170,
    grow: 2,
    sortable: true,
    cell: (person) => (
      <span className={styles['who']}>
        <Avatar name={person.name} />
        <Button look="quiet" className={styles['open']} onClick={() => onOpen(person)}>
          <bdi>{person.name}</bdi>
        </Button>
      </span>
    ),
  },
  {
    id: 'email',
    name: t('people.email'),
    rank: 2,
    min: 180,
    grow: 2,
    sortable: true,
    cell: (person) => person.email,
  },
  {
    id: 'roles',
    name: t('people.roles'),
    rank: 1,
    min: 150,
    grow: 3,
    cell: (person) => (
      <span className={styles['roles']}>
        {rolesOf(person.roles).map((role) => (
          <Badge key={role} tone={role === 'admin' ? 'wait' : 'off'} icon={null}>
            {t(`role.${role}`)}
          </Badge>
        ))}
        {person.roles.length === 0 && t('role.noRole')}
      </span>
    ),
  },
  {
    id: 'state',
    name: t('people.state'),
    rank: 3,
    min: 110,
    grow: 0,
    cell: (person) =>
      person.disabled ? (
        <Badge tone="off">{t('people.disabled')}</Badge>
      ) : (
        <Badge tone="ok">{t('people.active')}</Badge>
      ),
  },
  {
    id: 'lastSeen',
    name: t('people.lastSeen'),
    rank: 4,
    min: 130,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: (person) => (person.lastSeenAt ? <Ago at={person.lastSeenAt} /> : t('people.neverSeen')),
  },
]
