import type { RowData } from '@tanstack/react-table'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useUiWords } from '../words.ts'
import type { Column } from './column.ts'
import type { DataTableProps } from './table-props.ts'
import styles from './DataTable.module.css'
import { type RowActs, TableRow, WaitingRow } from './TableRow.tsx'
import { useWalk } from './use-walk.ts'

const HEAD = 36
const OVERSCAN = 8
const WAITING_FIRST = 8
const WAITING_MORE = 3
/** This many rows before the end the next page is asked for. */
const AHEAD = 20

type Props<Row extends RowData> = DataTableProps<Row> & {
  ids: readonly string[]
  shown: readonly Column<Row>[]
  frame: Record<string, string | number>
  height: number
  head: ReactNode
  onPick: (id: string, from: string | null) => void
}

/** What rows do, always the newest, in one object that never changes. */
const useActs = <Row extends RowData>(props: Props<Row>) => {
  const newest = useRef(props)
  useEffect(() => {
    newest.current = props
  })
  const from = useRef<string | null>(null)
  const openable = props.onOpen !== undefined
  return useMemo(() => {
    const pick = (index: number, range: boolean) => {
      const id = newest.current.ids[index]
      if (id === undefined || !newest.current.selection) return
      newest.current.onPick(id, range ? from.current : null)
      from.current = id
    }
    const open = (index: number) => {
      const row = newest.current.rows[index]
      if (row !== undefined) newest.current.onOpen?.(row)
    }
    return { pick, open: openable ? open : null }
  }, [openable])
}

const waitingRows = <Row extends RowData>(props: Props<Row>) => {
  if (props.instead) return 0
  if (props.waiting) return WAITING_FIRST
  return props.more ? WAITING_MORE : 0
}

/** The scrolling part: header on top, and only the rows in sight. */
export const TableBody = <Row extends RowData>(props: Props<Row>) => {
  const { rows, ids, shown, height, more, selection } = props
  const words = useUiWords()
  const scroll = useRef<HTMLDivElement>(null)
  const acts = useActs(props)
  const count = props.instead || props.waiting ? 0 : rows.length
  const waiting = waitingRows(props)
  // The virtualizer hands out changing values under stable names; nothing here is memoized over it.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: count + waiting,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    getItemKey: (index) => ids[index] ?? `waiting-${index}`,
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range)
      return seen.includes(walk.at) || walk.at >= count ? seen : [...seen, walk.at].toSorted((a, b) => a - b)
    },
  })
  const walk = useWalk(scroll, {
    count,
    page: () => Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / height) - 2),
    scrollTo: (index) => virtual.scrollToIndex(index),
    onSpace: acts.pick,
    onEnter: (index) => acts.open?.(index),
  })
  useEffect(() => virtual.measure(), [virtual, height])
  const rowActs = useMemo((): RowActs => ({ ...acts, focus: walk.setCurrent }), [acts, walk.setCurrent])
  const items = virtual.getVirtualItems()
  const end = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && !more.busy && count > 0 && end >= count - AHEAD) more.fetch()
  }, [more, end, count])

  return (
    <div ref={scroll} className={styles['scroll']}>
      <table
        // Rows that are walked by arrows and selected make a grid (WAI-ARIA authoring practices, grid pattern).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={props.name}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        aria-busy={props.waiting || undefined}
        aria-multiselectable={selection ? true : undefined}
        tabIndex={-1}
        className={styles['inner']}
        style={props.frame as CSSProperties}
        onKeyDown={walk.onKeyDown}
      >
        {props.head}
        <tbody className={styles['body']} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index]
            const place = { index: item.index, start: item.start - HEAD, height, columns: shown }
            if (item.index >= count || row === undefined) {
              return <WaitingRow key={item.key} {...place} pickable={Boolean(selection)} />
            }
            return (
              <TableRow
                key={item.key}
                {...place}
                row={row}
                last={item.index === count - 1}
                current={item.index === walk.at}
                picked={selection ? selection.ids.has(ids[item.index] ?? '') : null}
                pickName={words.select(props.rowName(row))}
                acts={rowActs}
              />
            )
          })}
        </tbody>
      </table>
      {props.instead && <div className={styles['instead']}>{props.instead}</div>}
    </div>
  )
}
