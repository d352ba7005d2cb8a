import { useMemo, useState } from 'react'
import type { AccessRow, Grant, Show } from '@grantdesk/shared/grants'
import type { ApiId } from '@grantdesk/shared/kernel/ids'
import { SEARCH_MAX } from '@grantdesk/shared/kernel/limits'
import { Ago } from '../../lib/Ago.tsx'
import { ListTable } from '../../lib/ListTable.tsx'
import { type UrlShape, type UrlView, useUrlView } from '../../lib/url-state.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useScope } from '../../lib/use-scope.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { IconRefresh } from '../../ui/icons.ts'
import { SearchField } from '../../ui/SearchField.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { accessColumns } from './access-columns.tsx'
import { GrantBulkBar } from './GrantBulkBar.tsx'
import { NoAccessRows } from './NoAccessRows.tsx'
import { Notices } from './Notices.tsx'
import { useAccess } from './use-access.ts'

const SHAPE = {
  show: ['all', 'authorized', 'unauthorized'],
  search: 'text',
  sort: ['name', 'created', 'updated'],
  order: ['asc', 'desc'],
} as const satisfies UrlShape

const rowId = (row: AccessRow) => row.app.id
const rowName = (row: AccessRow) => row.app.name
const NONE: ReadonlySet<string> = new Set()

type Url = UrlView<typeof SHAPE>
type ToolsProps = {
  url: Url
  counts: ReturnType<typeof useAccess>['counts']
  onLook: (change: Partial<Url>, how?: 'replace') => void
}

const Tools = ({ url, counts, onLook }: ToolsProps) => {
  const { t } = useWords()
  const { number } = useFormat()
  const count = (show: Show) => {
    const value = counts?.[show]
    return value === null || value === undefined ? null : number(value)
  }
  return (
    <>
      <Segmented
        name={t('grants.show.name')}
        value={url.show}
        options={SHAPE.show.map((show) => ({ value: show, label: t(`grants.show.${show}`), count: count(show) }))}
        onChoose={(show) => onLook({ show })}
      />
      <SearchField
        name={t('grants.search')}
        value={url.search}
        maxLength={SEARCH_MAX}
        onSearch={(search) => onLook({ search }, 'replace')}
      />
    </>
  )
}

/** The apps of one API, with the switch of each. */
export const AccessTable = ({ api, apiName }: { api: ApiId; apiName: string }) => {
  const { t } = useWords()
  const { scoped } = useScope()
  const [url, setUrl] = useUrlView(SHAPE)
  const [selected, setSelected] = useState(NONE)
  const [hidden, setHidden] = useState(NONE)
  const view = useMemo(
    () => ({ show: url.show, sort: url.sort, order: url.order, ...(url.search ? { search: url.search } : {}) }),
    [url],
  )
  const { pages, grants, switching, counts, readAt, isReading } = useAccess(api, view)
  const { turn } = switching
  const columns = useMemo(() => accessColumns({ t, api: apiName, scoped, turn }), [t, apiName, scoped, turn])
  const names = useMemo(() => new Map(pages.rows.map((row) => [row.app.id as string, row.app.name])), [pages.rows])
  const look = (change: Partial<Url>, how?: 'replace') => {
    setSelected(NONE)
    setUrl(change, how)
  }
  const none = <NoAccessRows show={url.show} searched={url.search !== ''} />
  return (
    <>
      <ListTable
        id="access"
        name={t('grants.table', { api: apiName })}
        columns={columns}
        pages={pages}
        rowId={rowId}
        rowName={rowName}
        url={url}
        sorts={SHAPE.sort}
        onSort={look}
        selection={{ ids: selected, onChange: setSelected }}
        lines={2}
        none={none}
        tools={<Tools url={url} counts={counts} onLook={look} />}
        aside={
          <>
            {readAt && <Live at={readAt} />}
            <Button icon={IconRefresh} name={t('freshness.refresh')} busy={isReading} onClick={pages.again} />
          </>
        }
      />
      <Notices
        grants={grants}
        switching={switching}
        nameOf={(grant: Grant) => names.get(grant.app) ?? grant.app}
        hidden={hidden}
        onHide={(id) => setHidden(new Set([...hidden, id]))}
      />
      <GrantBulkBar
        apiName={apiName}
        grants={grants.filter((grant) => selected.has(grant.app))}
        authorized={counts?.authorized ?? null}
        sendMany={switching.sendMany}
        onDone={() => setSelected(NONE)}
      />
    </>
  )
}

const Live = ({ at }: { at: string }) => {
  const { t } = useWords()
  const [before, after] = t('freshness.live', { ago: '\u0000' }).split('\u0000')
  return (
    <span>
      {before}
      <Ago at={at} />
      {after}
    </span>
  )
}
