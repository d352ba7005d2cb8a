import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { ApiRow } from '@grantdesk/shared/apis'
import { SEARCH_MAX } from '@grantdesk/shared/kernel/limits'
import { ListTable } from '../../lib/ListTable.tsx'
import { paths } from '../../lib/paths.ts'
import { useUrlView } from '../../lib/url-state.ts'
import { useFormat } from '../../lib/use-format.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useScope } from '../../lib/use-scope.ts'
import { useTitle } from '../../lib/use-title.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconApi } from '../../ui/icons.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { ApiFilters } from './ApiFilters.tsx'
import { apiColumns } from './columns.tsx'
import { apisQuery } from './queries.ts'
import { RegisterDialog } from './RegisterDialog.tsx'
import { nameOf } from './states.ts'
import { APIS_SHAPE, isFiltered, toQuery } from './view.ts'

const rowId = (row: ApiRow) => row.service.id

const Nothing = ({ filtered, onClear }: { filtered: boolean; onClear: () => void }) => {
  const { t } = useWords()
  if (!filtered) {
    return (
      <EmptyState icon={IconApi} title={t('apis.empty')}>
        {t('apis.emptyText')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={IconApi}
      title={t('apis.nothing')}
      action={<Button onClick={onClear}>{t('apis.clearFilters')}</Button>}
    >
      {t('apis.nothingText')}
    </EmptyState>
  )
}

type Props = { freshness: ReactNode; onNearApi: () => void }

/** All APIs of all connections, and the services that have none yet. */
export const ApisPage = ({ freshness, onNearApi }: Props) => {
  const { t } = useWords()
  const { number } = useFormat()
  const { scope, scoped } = useScope()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlView(APIS_SHAPE)
  const [registering, setRegistering] = useState<ApiRow | null>(null)
  const view = useMemo(() => toQuery(url, scope), [url, scope])
  const pages = usePages(useInfiniteQuery(apisQuery(view)))
  const columns = useMemo(
    () => apiColumns({ t, number, scoped, onRegister: setRegistering, onNear: onNearApi }),
    [t, number, scoped, onNearApi],
  )
  useTitle(t('apis.title'))

  const clear = () => setUrl({ search: '', state: [], auth: [], grants: '', registered: '' })
  const none = <Nothing filtered={isFiltered(url)} onClear={clear} />
  return (
    <Page filled>
      <PageHeader
        title={t('apis.title')}
        sub={pages.total === null ? ' ' : t('apis.count', { count: pages.total, formatted: number(pages.total) })}
      />
      <ListTable
        id="apis"
        name={t('apis.title')}
        columns={columns}
        pages={pages}
        rowId={rowId}
        rowName={nameOf}
        url={url}
        sorts={APIS_SHAPE.sort}
        onSort={setUrl}
        lines={2}
        none={none}
        onOpen={(row) => void navigate(scoped(row.api ? paths.api(row.api.id) : paths.service(row.service.id)))}
        tools={
          <>
            <SearchField
              name={t('apis.search')}
              value={url.search}
              maxLength={SEARCH_MAX}
              onSearch={(search) => setUrl({ search }, 'replace')}
            />
            <ApiFilters url={url} onChange={setUrl} />
          </>
        }
        aside={freshness}
      />
      {registering && <RegisterDialog row={registering} onClose={() => setRegistering(null)} />}
    </Page>
  )
}
