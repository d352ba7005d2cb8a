import { IconColumns3 } from '../icons.ts'
import { Menu, type MenuItem } from '../Menu.tsx'
import { useUiWords } from '../words.ts'
import type { Column } from './column.ts'
import type { Density, Layout } from './use-layout.ts'

type Props<Row> = {
  columns: readonly Column<Row>[]
  shown: readonly Column<Row>[]
  layout: Layout
  onLayout: (layout: Layout) => void
}

const without = (list: readonly string[], id: string) => list.filter((each) => each !== id)

/** Shown becomes left out, and what is not in sight is put in, room or not. */
export const toggleColumn = (layout: Layout, id: string, isShown: boolean): Layout => ({
  ...layout,
  added: isShown ? without(layout.added, id) : [...without(layout.added, id), id],
  removed: isShown ? [...without(layout.removed, id), id] : without(layout.removed, id),
})

/** Which columns, and how dense. */
export const ColumnMenu = <Row,>({ columns, shown, layout, onLayout }: Props<Row>) => {
  const words = useUiWords()
  const isShown = (id: string) => shown.some((column) => column.id === id)
  const density = (value: Density, label: string): MenuItem => ({
    kind: 'mark',
    id: value,
    label,
    marked: layout.density === value,
    act: () => onLayout({ ...layout, density: value }),
  })
  const items: MenuItem[] = [
    { kind: 'heading', id: 'columns', label: words.columns },
    ...columns
      .filter((column) => column.rank > 0)
      .map((column): MenuItem => {
        const noRoom = !isShown(column.id) && !column.optional && !layout.removed.includes(column.id)
        return {
          kind: 'mark',
          id: column.id,
          label: column.name,
          ...(noRoom ? { detail: words.noRoom } : {}),
          many: true,
          marked: isShown(column.id),
          act: () => onLayout(toggleColumn(layout, column.id, isShown(column.id))),
        }
      }),
    { kind: 'rule', id: 'rule' },
    { kind: 'heading', id: 'density', label: words.density },
    density('comfortable', words.comfortable),
    density('compact', words.compact),
  ]
  return <Menu button={{ icon: IconColumns3, name: words.columns }} name={words.columns} items={items} end />
}
