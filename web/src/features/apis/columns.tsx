import { Link } from 'react-router'
import type { ApiRow } from '@grantdesk/shared/apis'
import { Ago, Day } from '../../lib/Ago.tsx'
import { paths } from '../../lib/paths.ts'
import type { Say } from '../../lib/words.ts'
import type { Column } from '../../ui/table/column.ts'
import { Two } from '../../ui/table/Two.tsx'
import { AuthWord } from './AuthWord.tsx'
import { RegisterButton } from './RegisterButton.tsx'
import { RegistrationBadge } from './RegistrationBadge.tsx'
import { ServiceBadge } from './ServiceBadge.tsx'

type Given = {
  t: Say
  number: (value: number) => string
  scoped: (path: string) => string
  onRegister: (row: ApiRow) => void
  onNear: () => void
}

const ApiCell = ({ row, given }: { row: ApiRow; given: Given }) => {
  const { t, scoped, onNear } = given
  const to = scoped(row.api ? paths.api(row.api.id) : paths.service(row.service.id))
  return (
    <Two
      strong
      mono={row.api !== null}
      first={
        <Link to={to} onPointerEnter={onNear} onFocus={onNear} className="plain">
          <bdi>{row.api?.name ?? row.service.name}</bdi>
        </Link>
      }
      second={row.api?.cloudId ?? t('apis.noApi')}
    />
  )
}

const Grants = ({ row, given }: { row: ApiRow; given: Given }) => {
  if (!row.api) return <RegisterButton row={row} onRegister={given.onRegister} />
  return given.number(row.api.grants)
}

/** How much an API is used, and how old all that is. */
const countsAndDates = (given: Given): Column<ApiRow>[] => [
  {
    id: 'grants',
    name: given.t('apis.grants'),
    rank: 1,
    min: 128,
    grow: 0,
    align: 'end',
    sortable: true,
    firstOrder: 'desc',
    cell: (row) => <Grants row={row} given={given} />,
  },
  {
    id: 'published',
    name: given.t('apis.published'),
    rank: 7,
    min: 126,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: (row) => <Day at={row.service.publishedAt} />,
  },
  {
    id: 'seen',
    name: given.t('apis.seen'),
    rank: 8,
    min: 120,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: (row) => <Ago at={row.seenAt} />,
  },
]

/** The columns of the list of APIs. */
export const apiColumns = (given: Given): Column<ApiRow>[] => {
  const { t } = given
  return [
    {
      id: 'name',
      name: t('apis.api'),
      rank: 0,
      min: 200,
      grow: 3,
      sortable: true,
      cell: (row) => <ApiCell row={row} given={given} />,
    },
    {
      id: 'service',
      name: t('apis.service'),
      rank: 4,
      min: 180,
      grow: 2,
      sortable: true,
      cell: (row) => (
        <Two
          first={<bdi>{row.service.name}</bdi>}
          second={row.service.description && <bdi>{row.service.description}</bdi>}
        />
      ),
    },
    {
      id: 'state',
      name: t('apis.state'),
      rank: 2,
      min: 172,
      grow: 0,
      cell: (row) =>
        row.registration && !row.api ? <RegistrationBadge row={row} /> : <ServiceBadge service={row.service} />,
    },
    {
      id: 'connection',
      name: t('apis.connection'),
      rank: 5,
      min: 176,
      grow: 1,
      cell: (row) => <bdi>{row.connectionLabel}</bdi>,
    },
    {
      id: 'auth',
      name: t('apis.auth'),
      rank: 6,
      min: 150,
      grow: 0,
      cell: (row) => (row.api ? <AuthWord type={row.api.authType} word={row.api.authWord} /> : '—'),
    },
    ...countsAndDates(given),
  ]
}
