import type { RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { FaultBanner } from '../ui/FaultBanner.tsx'
import { DataTable } from '../ui/table/DataTable.tsx'
import type { DataTableProps } from '../ui/table/table-props.ts'
import { explain } from './explain.ts'
import type { Pages } from './use-pages.ts'
import { useWords } from './words.ts'

type Order = 'asc' | 'desc'
type Told = 'rows' | 'total' | 'waiting' | 'more' | 'instead' | 'note' | 'sort' | 'onSort'

type Props<Row extends RowData, By extends string> = Omit<DataTableProps<Row>, Told> & {
  pages: Pages<Row>
  /** How the address sorts the list, and by which words it may. */
  url: { sort: By; order: Order }
  sorts: readonly By[]
  onSort: (to: { sort: By; order: Order }) => void
  /** Said when there is no row. */
  none: ReactNode
}

/** The table of a list that comes page by page: its rows, or why there are none, and what could not be fetched. */
export const ListTable = <Row extends RowData, By extends string>(props: Props<Row, By>) => {
  const { pages, url, sorts, onSort, none, ...table } = props
  const { t } = useWords()
  const told = (fault: Error | null) => fault && <FaultBanner {...explain(t, fault)} onRetry={pages.again} />
  return (
    <DataTable
      {...table}
      rows={pages.rows}
      total={pages.total}
      waiting={pages.waiting}
      more={pages.more}
      sort={{ by: url.sort, order: url.order }}
      onSort={({ by, order }) => onSort({ sort: sorts.find((word) => word === by) ?? url.sort, order })}
      instead={told(pages.error) || (!pages.waiting && pages.rows.length === 0 && none)}
      note={told(pages.lateError)}
    />
  )
}
