import type { RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import type { Column, Sort } from './column.ts'

export type DataTableProps<Row extends RowData> = {
  /** Under this name the person's columns and density are kept. */
  id: string
  name: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  rowName: (row: Row) => string
  /** All matches, those not loaded yet included. */
  total: number | null
  sort: Sort
  onSort: (sort: Sort) => void
  selection?: { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void }
  waiting: boolean
  /** More rows are there, and this asks for them. */
  more?: { fetch: () => void; busy: boolean } | null
  /** Said in place of rows: nothing there, or what went wrong. */
  instead?: ReactNode
  /** Said below the rows, e.g. that no more could be fetched. */
  note?: ReactNode
  onOpen?: (row: Row) => void
  lines?: 1 | 2
  tools?: ReactNode
  aside?: ReactNode
}
