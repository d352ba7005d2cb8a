import {
  columnVisibilityFeature,
  type RowData,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { classes } from '../class-names.ts'
import { ColumnMenu } from './ColumnMenu.tsx'
import type { Column } from './column.ts'
import styles from './DataTable.module.css'
import { fit, SELECT_WIDTH, template } from './fit.ts'
import { select, selectAll } from './selection.ts'
import { TableBody } from './TableBody.tsx'
import { TableHead } from './TableHead.tsx'
import type { DataTableProps } from './table-props.ts'
import { type Density, useLayout } from './use-layout.ts'
import { useWidth } from './use-width.ts'

const FEATURES = tableFeatures({ rowSelectionFeature, columnVisibilityFeature })
const BORDERS = 2

type Model<Row extends RowData> = Pick<DataTableProps<Row>, 'columns' | 'rows' | 'rowId' | 'selection'>

/** Rows, selection and visible columns, kept by the table library; sorting and filtering are the server's. */
const useModel = <Row extends RowData>(props: Model<Row>, fitted: readonly Column<Row>[]) => {
  const { columns, rows, rowId, selection } = props
  const picked = useMemo(
    () => Object.fromEntries([...(selection?.ids ?? [])].map((id) => [id, true as const])),
    [selection?.ids],
  )
  const visible = useMemo(() => Object.fromEntries(columns.map((c) => [c.id, fitted.includes(c)])), [columns, fitted])
  const defs = useMemo(() => columns.map((c) => ({ id: c.id, header: c.name, enableHiding: c.rank > 0 })), [columns])
  const table = useTable({
    features: FEATURES,
    data: rows,
    columns: defs,
    getRowId: rowId,
    state: { rowSelection: picked, columnVisibility: visible },
  })
  const model = table.getRowModel().rows
  const leaves = table.getVisibleLeafColumns()
  return {
    ids: useMemo(() => model.map((row) => row.id), [model]),
    shown: useMemo(() => columns.filter((c) => leaves.some((leaf) => leaf.id === c.id)), [columns, leaves]),
    picks: table.getIsAllRowsSelected()
      ? ('all' as const)
      : table.getIsSomeRowsSelected()
        ? ('some' as const)
        : ('none' as const),
  }
}

const rowHeight = (density: Density, lines: 1 | 2 = 1) => {
  if (density === 'compact') return 36
  return lines === 2 ? 52 : 44
}

/** The one table: virtual rows, sorted, searched and filtered by the server, walked by keyboard, selected with shift. */
export const DataTable = <Row extends RowData>(props: DataTableProps<Row>) => {
  const { columns, selection, sort, onSort } = props
  const [layout, setLayout] = useLayout(props.id)
  const [frame, width] = useWidth()
  const room = width - BORDERS - (selection ? SELECT_WIDTH : 0)
  const fitted = useMemo(() => fit(columns, layout, room), [columns, layout, room])
  const { ids, shown, picks } = useModel(props, fitted.shown)
  const selectable = Boolean(selection)

  return (
    <div className={styles['table']}>
      <div className={styles['tools']}>
        {props.tools}
        <div className={styles['aside']}>
          {props.aside}
          <ColumnMenu columns={columns} shown={shown} layout={layout} onLayout={setLayout} />
        </div>
      </div>
      <div ref={frame} className={classes(styles['card'], layout.density === 'compact' && styles['compact'])}>
        <TableBody
          {...props}
          ids={ids}
          shown={shown}
          frame={{
            '--columns': template(shown, selectable, room),
            minWidth: fitted.width + (selectable ? SELECT_WIDTH : 0),
          }}
          height={rowHeight(layout.density, props.lines)}
          onPick={(id, from) => selection?.onChange(select(selection.ids, ids, { id, from }))}
          head={
            <TableHead
              columns={shown}
              sort={sort}
              onSort={onSort}
              picked={selectable ? picks : null}
              onPickAll={() => selection?.onChange(selectAll(selection.ids, ids))}
            />
          }
        />
        {props.note && <div className={styles['note']}>{props.note}</div>}
      </div>
    </div>
  )
}
