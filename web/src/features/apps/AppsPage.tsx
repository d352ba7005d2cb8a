import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useNavigate } from 'react-router'
import type { App } from '@grantdesk/shared/apps'
import { SEARCH_MAX } from '@grantdesk/shared/kernel/limits'
import { ListTable } from '../../lib/ListTable.tsx'
import { paths } from '../../lib/paths.ts'
import { type UrlShape, useUrlView } from '../../lib/url-state.ts'
import { useFormat } from '../../lib/use-format.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useScope } from '../../lib/use-scope.ts'
import { useTitle } from '../../lib/use-title.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconApps } from '../../ui/icons.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { appColumns } from './columns.tsx'
import { appsQuery } from './queries.ts'

const SHAPE = {
  search: 'text',
  sort: ['name', 'created', 'updated', 'grants', 'seen'],
  order: ['asc', 'desc'],
  grants: ['', 'true', 'false'],
  mine: ['', 'true'],
} as const satisfies UrlShape

const rowId = (app: App) => app.id
const rowName = (app: App) => app.name

const useApps = () => {
  const { scope } = useScope()
  const [url, setUrl] = useUrlView(SHAPE)
  const view = useMemo(
    () => ({
      sort: url.sort,
      order: url.order,
      ...(url.search ? { search: url.search } : {}),
      ...(scope ? { connection: [scope] } : {}),
      ...(url.grants ? { grants: url.grants } : {}),
      ...(url.mine ? { mine: url.mine } : {}),
    }),
    [url, scope],
  )
  return { url, setUrl, pages: usePages(useInfiniteQuery(appsQuery(view))) }
}

type ToolsProps = Pick<ReturnType<typeof useApps>, 'url' | 'setUrl'>

const Tools = ({ url, setUrl }: ToolsProps) => {
  const { t } = useWords()
  return (
    <>
      <Segmented
        name={t('apps.whose')}
        value={url.mine}
        options={[
          { value: '', label: t('apps.all') },
          { value: 'true', label: t('apps.mine') },
        ]}
        onChoose={(mine) => setUrl({ mine })}
      />
      <SearchField
        name={t('apps.search')}
        value={url.search}
        maxLength={SEARCH_MAX}
        onSearch={(search) => setUrl({ search }, 'replace')}
      />
      <Segmented
        name={t('apis.access')}
        value={url.grants}
        options={[
          { value: '', label: t('apis.any') },
          { value: 'true', label: t('apps.withApis') },
          { value: 'false', label: t('apps.withoutApis') },
        ]}
        onChoose={(grants) => setUrl({ grants })}
      />
    </>
  )
}

const Nothing = ({ filtered, onClear }: { filtered: boolean; onClear: () => void }) => {
  const { t } = useWords()
  return (
    <EmptyState
      icon={IconApps}
      title={filtered ? t('apps.nothing') : t('apps.empty')}
      action={filtered && <Button onClick={onClear}>{t('apis.clearFilters')}</Button>}
    >
      {filtered ? t('apps.nothingText') : t('apps.emptyText')}
    </EmptyState>
  )
}

type Props = { freshness: ReactNode; onNearApp: () => void }

/** All apps of all connections. */
export const AppsPage = ({ freshness, onNearApp }: Props) => {
  const { t } = useWords()
  const { number, list } = useFormat()
  const { scoped } = useScope()
  const navigate = useNavigate()
  const { url, setUrl, pages } = useApps()
  const columns = useMemo(
    () => appColumns({ t, number, list, scoped, onNear: onNearApp }),
    [t, number, list, scoped, onNearApp],
  )
  useTitle(t('apps.title'))
  const filtered = Boolean(url.search || url.grants || url.mine)
  const none = <Nothing filtered={filtered} onClear={() => setUrl({ search: '', grants: '', mine: '' })} />
  return (
    <Page filled>
      <PageHeader
        title={t('apps.title')}
        sub={pages.total === null ? ' ' : t('apps.count', { count: pages.total, formatted: number(pages.total) })}
      />
      <ListTable
        id="apps"
        name={t('apps.title')}
        columns={columns}
        pages={pages}
        rowId={rowId}
        rowName={rowName}
        url={url}
        sorts={SHAPE.sort}
        onSort={setUrl}
        lines={2}
        none={none}
        onOpen={(app) => void navigate(scoped(paths.app(app.id)))}
        tools={<Tools url={url} setUrl={setUrl} />}
        aside={freshness}
      />
    </Page>
  )
}
