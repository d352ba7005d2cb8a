import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { AppApi } from '@grantdesk/shared/apps'
import type { Grant } from '@grantdesk/shared/grants'
import type { AppId } from '@grantdesk/shared/kernel/ids'
import { SEARCH_MAX } from '@grantdesk/shared/kernel/limits'
import { Moment } from '../../lib/Ago.tsx'
import { ListTable } from '../../lib/ListTable.tsx'
import { paths } from '../../lib/paths.ts'
import { type UrlShape, useUrlView } from '../../lib/url-state.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useScope } from '../../lib/use-scope.ts'
import { type Say, useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconApi } from '../../ui/icons.ts'
import { SearchField } from '../../ui/SearchField.tsx'
import type { Column } from '../../ui/table/column.ts'
import { Two } from '../../ui/table/Two.tsx'
import { GrantSwitch } from './GrantSwitch.tsx'
import { Notices } from './Notices.tsx'
import { patchPages } from './patch.ts'
import { appApisQuery } from './queries.ts'
import { ChangeCell, StateCell } from './StateCell.tsx'
import { useLive } from './use-live.ts'
import { type Switching, useSwitch } from './use-switch.ts'

const SHAPE = {
  search: 'text',
  sort: ['name', 'service', 'verified'],
  order: ['asc', 'desc'],
} as const satisfies UrlShape

const rowId = (row: AppApi) => row.api.id
const rowName = (row: AppApi) => row.api.name
const NONE: ReadonlySet<string> = new Set()

type Given = { t: Say; app: string; scoped: (path: string) => string; turn: Switching['turn'] }

const columnsOf = ({ t, app, scoped, turn }: Given): Column<AppApi>[] => [
  {
    id: 'access',
    name: t('grants.access'),
    rank: 0,
    min: 76,
    narrow: 66,
    grow: 0,
    cell: ({ grant, api }) => <GrantSwitch grant={grant} app={app} api={api.name} switching={{ turn }} />,
  },
  {
    id: 'name',
    name: t('apis.api'),
    rank: 0,
    min: 180,
    narrow: 140,
    grow: 3,
    sortable: true,
    cell: ({ api }) => (
      <Two
        strong
        mono
        first={
          <Link to={scoped(paths.api(api.id))} className="plain">
            <bdi>{api.name}</bdi>
          </Link>
        }
        second={api.cloudId}
      />
    ),
  },
  {
    id: 'service',
    name: t('apis.service'),
    rank: 2,
    min: 160,
    grow: 2,
    sortable: true,
    cell: ({ api }) => <Two first={<bdi>{api.serviceName}</bdi>} second={t(`apis.serviceState.${api.serviceState}`)} />,
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
  { id: 'by', name: t('grants.by'), rank: 3, min: 150, grow: 1, cell: ({ grant }) => <ChangeCell grant={grant} /> },
  {
    id: 'verified',
    name: t('apps.verified'),
    rank: 4,
    min: 150,
    grow: 0,
    sortable: true,
    firstOrder: 'desc',
    cell: ({ grant }) => (grant.verifiedAt ? <Moment at={grant.verifiedAt} /> : '—'),
  },
]

const useAppApis = (app: AppId) => {
  const client = useQueryClient()
  const [url, setUrl] = useUrlView(SHAPE)
  const options = useMemo(
    () => appApisQuery(app, { sort: url.sort, order: url.order, ...(url.search ? { search: url.search } : {}) }),
    [app, url],
  )
  const pages = usePages(useInfiniteQuery(options))
  const put = useCallback(
    (news: readonly Grant[]) => client.setQueryData(options.queryKey, (data) => patchPages(data, news)),
    [client, options],
  )
  const switching = useSwitch(put)
  const { isFlying } = switching
  const hear = useCallback((news: readonly Grant[]) => put(news.filter((grant) => !isFlying(grant))), [put, isFlying])
  const grants = useMemo(() => pages.rows.map((row) => row.grant), [pages.rows])
  useLive(grants, hear)
  return { url, setUrl, pages, grants, switching }
}

/** The APIs of one app, with the switch of each. */
export const AppApisTable = ({ app, appName }: { app: AppId; appName: string }) => {
  const { t } = useWords()
  const { scoped } = useScope()
  const { url, setUrl, pages, grants, switching } = useAppApis(app)
  const [hidden, setHidden] = useState(NONE)
  const { turn } = switching
  const columns = useMemo(() => columnsOf({ t, app: appName, scoped, turn }), [t, appName, scoped, turn])
  const names = useMemo(() => new Map(pages.rows.map((row) => [row.api.id as string, row.api.name])), [pages.rows])
  const none = (
    <EmptyState icon={IconApi} title={url.search ? t('apps.noApisFound') : t('apps.noApis')}>
      {url.search ? null : t('apps.noApisText')}
    </EmptyState>
  )
  return (
    <>
      <ListTable
        id="apis-of-app"
        name={t('grants.tableOfApp', { app: appName })}
        columns={columns}
        pages={pages}
        rowId={rowId}
        rowName={rowName}
        url={url}
        sorts={SHAPE.sort}
        onSort={setUrl}
        lines={2}
        none={none}
        tools={
          <SearchField
            name={t('apis.search')}
            value={url.search}
            maxLength={SEARCH_MAX}
            onSearch={(search) => setUrl({ search }, 'replace')}
          />
        }
      />
      <Notices
        grants={grants}
        switching={switching}
        nameOf={(grant) => `${appName} → ${names.get(grant.api) ?? grant.api}`}
        hidden={hidden}
        onHide={(id) => setHidden(new Set([...hidden, id]))}
      />
    </>
  )
}
