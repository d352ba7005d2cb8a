import { Link } from 'react-router'
import type { AccessRow } from '@grantdesk/shared/grants'
import { Day } from '../../lib/Ago.tsx'
import { paths } from '../../lib/paths.ts'
import type { Say } from '../../lib/words.ts'
import type { Column } from '../../ui/table/column.ts'
import { Two } from '../../ui/table/Two.tsx'
import { GrantSwitch } from './GrantSwitch.tsx'
import { ChangeCell, StateCell } from './StateCell.tsx'
import type { Switching } from './use-switch.ts'

type Given = { t: Say; api: string; scoped: (path: string) => string; turn: Switching['turn'] }

const said = (text: string | null) => (text === null || text === '' ? '—' : <bdi>{text}</bdi>)

/** What the cloud tells of an app. */
const appColumns = (t: Say): Column<AccessRow>[] => [
  {
    id: 'by',
    name: t('grants.by'),
    rank: 6,
    min: 150,
    grow: 1,
    cell: ({ grant }) => <ChangeCell grant={grant} />,
  },
  { id: 'type', name: t('apps.type'), rank: 9, min: 84, grow: 0, cell: ({ app }) => said(app.type) },
  { id: 'creator', name: t('apps.creator'), rank: 5, min: 120, grow: 1, cell: ({ app }) => said(app.creator) },
  { id: 'remark', name: t('apps.remark'), rank: 10, min: 140, grow: 2, cell: ({ app }) => said(app.remark) },
  {
    id: 'project',
    name: t('apps.project'),
    rank: 11,
    min: 120,
    grow: 1,
    optional: true,
    cell: ({ app }) => said(app.project),
  },
  {
    id: 'bound',
    name: t('apps.bound'),
    rank: 8,
    min: 96,
    grow: 0,
    align: 'end',
    cell: ({ app }) => app.boundApis ?? '—',
  },
  {
    id: 'created',
    name: t('apps.created'),
    rank: 7,
    min: 126,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: ({ app }) => <Day at={app.createdAt} />,
  },
  {
    id: 'updated',
    name: t('apps.updated'),
    rank: 4,
    min: 126,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: ({ app }) => <Day at={app.updatedAt} />,
  },
]

/** The columns of the apps of an API. */
export const accessColumns = ({ t, api, scoped, turn }: Given): Column<AccessRow>[] => [
  {
    id: 'access',
    name: t('grants.access'),
    rank: 0,
    min: 64,
    narrow: 54,
    grow: 0,
    cell: ({ grant, app }) => <GrantSwitch grant={grant} app={app.name} api={api} switching={{ turn }} />,
  },
  {
    id: 'name',
    name: t('apps.app'),
    rank: 0,
    min: 170,
    narrow: 122,
    grow: 3,
    sortable: true,
    cell: ({ app }) => (
      <Two
        strong
        mono
        first={
          <Link to={scoped(paths.app(app.id))} className="plain">
            <bdi>{app.name}</bdi>
          </Link>
        }
        second={app.cloudId}
      />
    ),
  },
  {
    id: 'state',
    name: t('grants.state'),
    rank: 0,
    min: 190,
    narrow: 140,
    grow: 2,
    cell: ({ grant }) => <StateCell grant={grant} />,
  },
  ...appColumns(t),
]
