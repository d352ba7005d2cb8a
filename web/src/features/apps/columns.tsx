import { Link } from 'react-router'
import type { App } from '@grantdesk/shared/apps'
import { Ago, Day } from '../../lib/Ago.tsx'
import { paths } from '../../lib/paths.ts'
import type { Say } from '../../lib/words.ts'
import { Badge } from '../../ui/Badge.tsx'
import type { Column } from '../../ui/table/column.ts'
import { Two } from '../../ui/table/Two.tsx'

type Given = {
  t: Say
  number: (value: number) => string
  scoped: (path: string) => string
  list: (items: readonly string[]) => string
  onNear: () => void
}

const said = (text: string | null) => (text === null || text === '' ? '—' : <bdi>{text}</bdi>)

const Name = ({ app, given }: { app: App; given: Given }) => (
  <Two
    strong
    mono
    first={
      <>
        <Link
          to={given.scoped(paths.app(app.id))}
          className="plain"
          onPointerEnter={given.onNear}
          onFocus={given.onNear}
        >
          <bdi>{app.name}</bdi>
        </Link>{' '}
        {app.goneAt && <Badge tone="bad">{given.t('apis.gone')}</Badge>}
      </>
    }
    second={app.cloudId}
  />
)

/** How much an app is used, and how old all that is. */
const countsAndDates = ({ t, number }: Given): Column<App>[] => [
  {
    id: 'bound',
    name: t('apps.bound'),
    rank: 11,
    min: 100,
    grow: 0,
    align: 'end',
    optional: true,
    cell: (app) => app.boundApis ?? '—',
  },
  {
    id: 'grants',
    name: t('apps.grants'),
    rank: 1,
    min: 72,
    grow: 0,
    align: 'end',
    sortable: true,
    firstOrder: 'desc',
    cell: (app) => number(app.grants),
  },
  {
    id: 'created',
    name: t('apps.created'),
    rank: 7,
    min: 126,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: (app) => <Day at={app.createdAt} />,
  },
  {
    id: 'updated',
    name: t('apps.updated'),
    rank: 6,
    min: 126,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: (app) => <Day at={app.updatedAt} />,
  },
  {
    id: 'seen',
    name: t('apis.seen'),
    rank: 10,
    min: 120,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    optional: true,
    cell: (app) => <Ago at={app.seenAt} />,
  },
]

/** The columns of the list of apps. */
export const appColumns = (given: Given): Column<App>[] => {
  const { t, list } = given
  return [
    {
      id: 'name',
      name: t('apps.app'),
      rank: 0,
      min: 190,
      grow: 3,
      sortable: true,
      cell: (app) => <Name app={app} given={given} />,
    },
    {
      id: 'connection',
      name: t('apis.connection'),
      rank: 4,
      min: 176,
      grow: 1,
      cell: (app) => <bdi>{app.connectionLabel}</bdi>,
    },
    { id: 'type', name: t('apps.type'), rank: 8, min: 84, grow: 0, cell: (app) => said(app.type) },
    { id: 'creator', name: t('apps.creator'), rank: 5, min: 130, grow: 1, cell: (app) => said(app.creator) },
    {
      id: 'owners',
      name: t('apps.owners'),
      rank: 3,
      min: 140,
      grow: 2,
      cell: (app) => (app.owners.length > 0 ? <bdi>{list(app.owners)}</bdi> : '—'),
    },
    { id: 'remark', name: t('apps.remark'), rank: 9, min: 140, grow: 2, cell: (app) => said(app.remark) },
    {
      id: 'project',
      name: t('apps.project'),
      rank: 12,
      min: 120,
      grow: 1,
      optional: true,
      cell: (app) => said(app.project),
    },
    ...countsAndDates(given),
  ]
}
