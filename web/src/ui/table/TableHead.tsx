import { Checkbox } from '../Checkbox.tsx'
import { classes } from '../class-names.ts'
import { Glyph } from '../Glyph.tsx'
import { IconArrowDown, IconArrowUp } from '../icons.ts'
import { useUiWords } from '../words.ts'
import { type Column, nextSort, type Sort } from './column.ts'
import styles from './DataTable.module.css'

type Props<Row> = {
  columns: readonly Column<Row>[]
  sort: Sort
  onSort: (sort: Sort) => void
  /** `null` when nothing can be selected. */
  picked: 'none' | 'some' | 'all' | null
  onPickAll: () => void
}

const told = (sort: Sort, id: string) => {
  if (sort.by !== id) return 'none'
  return sort.order === 'asc' ? 'ascending' : 'descending'
}

const Name = <Row,>({ column, sort, onSort }: Pick<Props<Row>, 'sort' | 'onSort'> & { column: Column<Row> }) => {
  if (column.bare) return <span className="visually-hidden">{column.name}</span>
  if (!column.sortable) return column.name
  const order = sort.by === column.id ? sort.order : (column.firstOrder ?? 'asc')
  return (
    <button type="button" className={styles['sort']} onClick={() => onSort(nextSort(column, sort))}>
      <span>{column.name}</span>
      <Glyph icon={order === 'asc' ? IconArrowUp : IconArrowDown} size={14} />
    </button>
  )
}

/** The header that stays in sight: names, sorting, and the box that selects all. */
export const TableHead = <Row,>({ columns, sort, onSort, picked, onPickAll }: Props<Row>) => {
  const words = useUiWords()
  return (
    <thead className={styles['head']}>
      <tr aria-rowindex={1} className={styles['row']}>
        {picked && (
          <th scope="col" className={classes(styles['header'], styles['pick'])}>
            <Checkbox
              aria-label={words.selectAll}
              checked={picked === 'all'}
              some={picked === 'some'}
              onChange={onPickAll}
            />
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            aria-sort={column.sortable ? told(sort, column.id) : undefined}
            className={classes(styles['header'], column.align === 'end' && styles['end'])}
          >
            <Name column={column} sort={sort} onSort={onSort} />
          </th>
        ))}
      </tr>
    </thead>
  )
}
