import type { ReactNode } from 'react'

/** One column of a table: a plain description, made once per page at module level or in a memo. */
export type Column<Row> = {
  id: string
  name: string
  cell: (row: Row) => ReactNode
  /** Least width in pixels. */
  min: number
  /** Least width on a phone, where that is less. */
  narrow?: number
  /** Share of the room that is left over; 0 keeps the least width. */
  grow?: number
  /** What is dropped first where there is no room: the highest. 0 always stays. */
  rank: number
  sortable?: boolean
  /** The order of the first click on the header. */
  firstOrder?: 'asc' | 'desc'
  align?: 'end'
  /** Shown only when chosen. */
  optional?: boolean
  /** The header is for assistive technology only. */
  bare?: boolean
}

export type Sort = { by: string; order: 'asc' | 'desc' }

/** The sort that a click on a column's header asks for. */
export const nextSort = <Row>(column: Column<Row>, sort: Sort): Sort => {
  if (sort.by !== column.id) return { by: column.id, order: column.firstOrder ?? 'asc' }
  return { by: column.id, order: sort.order === 'asc' ? 'desc' : 'asc' }
}
