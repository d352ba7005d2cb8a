import { memo } from 'react'
import { Checkbox } from '../Checkbox.tsx'
import { classes } from '../class-names.ts'
import { Skeleton } from '../Skeleton.tsx'
import type { Column } from './column.ts'
import styles from './DataTable.module.css'

export type RowActs = {
  pick: (index: number, range: boolean) => void
  open: ((index: number) => void) | null
  focus: (index: number) => void
}

type Props<Row> = {
  row: Row
  index: number
  start: number
  height: number
  columns: readonly Column<Row>[]
  last: boolean
  /** Whether the keyboard stands here. */
  current: boolean
  picked: boolean | null
  pickName: string
  /** Stable over renders, so that a row renders again only when it changed. */
  acts: RowActs
}

const TableRowInner = <Row,>(props: Props<Row>) => {
  const { row, index, start, height, columns, last, current, picked, pickName, acts } = props
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={picked ?? undefined}
      data-index={index}
      data-last={last || undefined}
      data-open={acts.open !== null}
      tabIndex={current ? 0 : -1}
      className={styles['row']}
      style={{ transform: `translateY(${start}px)`, height }}
      onFocus={(event) => event.target === event.currentTarget && acts.focus(index)}
    >
      {picked !== null && (
        <td className={classes(styles['cell'], styles['pick'])}>
          <Checkbox
            aria-label={pickName}
            checked={picked}
            onChange={(event) =>
              acts.pick(index, 'shiftKey' in event.nativeEvent && event.nativeEvent.shiftKey === true)
            }
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} data-clip className={classes(styles['cell'], column.align === 'end' && styles['end'])}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

/** One row; as a virtual row it is placed by a transform. */
export const TableRow = memo(TableRowInner) as typeof TableRowInner

const WIDTHS = [120, 90, 140, 70, 110]

/** A row that is still on its way. */
export const WaitingRow = <Row,>({
  index,
  start,
  height,
  columns,
  pickable,
}: Pick<Props<Row>, 'index' | 'start' | 'height' | 'columns'> & { pickable: boolean }) => (
  <tr className={styles['row']} style={{ transform: `translateY(${start}px)`, height }} aria-hidden>
    {pickable && (
      <td className={classes(styles['cell'], styles['pick'])}>
        <Skeleton width={16} />
      </td>
    )}
    {columns.map((column, at) => (
      <td key={column.id} className={classes(styles['cell'], column.align === 'end' && styles['end'])}>
        <Skeleton width={column.bare || column.grow === 0 ? 34 : (WIDTHS[(index + at) % WIDTHS.length] ?? 90)} />
      </td>
    ))}
  </tr>
)
