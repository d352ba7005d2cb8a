import type { Column } from './column.ts'

/** What a person chose of a table: columns put in or left out by hand. */
export type Choice = { added: readonly string[]; removed: readonly string[] }

/** Below this room the table is on a phone. */
const NARROW = 480

const leastWidth = <Row>(column: Column<Row>, room: number) =>
  room < NARROW ? (column.narrow ?? column.min) : column.min

type Fit<Row> = { shown: Column<Row>[]; dropped: string[]; width: number }

const chosen = <Row>(columns: readonly Column<Row>[], choice: Choice) =>
  columns.filter((column) => {
    if (column.rank === 0 || choice.added.includes(column.id)) return true
    return !column.optional && !choice.removed.includes(column.id)
  })

/**
 * The columns that fit into `room` pixels.
 *
 * What was put in by hand stays, and the table scrolls inside itself; the rest leaves by rank.
 */
export const fit = <Row>(columns: readonly Column<Row>[], choice: Choice, room: number): Fit<Row> => {
  const shown = chosen(columns, choice)
  const dropped: string[] = []
  const width = () => shown.reduce((sum, column) => sum + leastWidth(column, room), 0)
  for (;;) {
    const droppable = shown.filter((column) => column.rank > 0 && !choice.added.includes(column.id))
    const least = droppable.reduce<Column<Row> | null>((worst, c) => (worst && worst.rank >= c.rank ? worst : c), null)
    if (!least || width() <= room) return { shown, dropped, width: width() }
    shown.splice(shown.indexOf(least), 1)
    dropped.push(least.id)
  }
}

/** The grid that header and rows share. */
export const template = <Row>(columns: readonly Column<Row>[], selectable: boolean, room: number): string =>
  [
    ...(selectable ? [`${SELECT_WIDTH}px`] : []),
    ...columns.map((column) => {
      const least = leastWidth(column, room)
      return column.grow === 0 ? `${least}px` : `minmax(${least}px, ${column.grow ?? 1}fr)`
    }),
  ].join(' ')

export const SELECT_WIDTH = 44
