import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Person, Role } from '@grantdesk/shared/identity'
import { ROLES } from '@grantdesk/shared/kernel/endpoint'
import { SEARCH_MAX } from '@grantdesk/shared/kernel/limits'
import { ListTable } from '../../lib/ListTable.tsx'
import { type UrlShape, useUrlView } from '../../lib/url-state.ts'
import { useFormat } from '../../lib/use-format.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useTitle } from '../../lib/use-title.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconPlus, IconUsers } from '../../ui/icons.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { AddPersonDialog } from './AddPersonDialog.tsx'
import { peopleQuery } from './people-queries.ts'
import { personColumns } from './person-columns.tsx'
import { PersonDialog } from './PersonDialog.tsx'

const SHAPE = {
  search: 'text',
  sort: ['name', 'email', 'lastSeen'],
  order: ['asc', 'desc'],
  role: ['', ...ROLES],
  person: 'text',
} as const satisfies UrlShape

const rowId = (person: Person) => person.id
const rowName = (person: Person) => person.name

/** Who works here, and with which roles. */
export const PeoplePage = () => {
  const { t } = useWords()
  const { number } = useFormat()
  const [url, setUrl] = useUrlView(SHAPE)
  const [adding, setAdding] = useState(false)
  const view = useMemo(() => {
    const role = Role.safeParse(url.role)
    const search = url.search ? { search: url.search } : {}
    return { sort: url.sort, order: url.order, ...search, ...(role.success ? { role: role.data } : {}) }
  }, [url])
  const pages = usePages(useInfiniteQuery(peopleQuery(view)))
  const columns = useMemo(() => personColumns({ t, onOpen: (person) => setUrl({ person: person.id }) }), [t, setUrl])
  const opened = pages.rows.find((person) => person.id === url.person)
  useTitle(t('people.title'))
  const none = (
    <EmptyState icon={IconUsers} title={t('people.nothing')}>
      {t('people.nothingText')}
    </EmptyState>
  )
  return (
    <Page filled>
      <PageHeader
        title={t('people.title')}
        sub={pages.total === null ? ' ' : t('people.count', { count: pages.total, formatted: number(pages.total) })}
        actions={
          <Button look="primary" icon={IconPlus} onClick={() => setAdding(true)}>
            {t('people.add')}
          </Button>
        }
      />
      <ListTable
        id="people"
        name={t('people.title')}
        columns={columns}
        pages={pages}
        rowId={rowId}
        rowName={rowName}
        url={url}
        sorts={SHAPE.sort}
        onSort={setUrl}
        none={none}
        onOpen={(person) => setUrl({ person: person.id })}
        tools={
          <>
            <SearchField
              name={t('people.search')}
              value={url.search}
              maxLength={SEARCH_MAX}
              onSearch={(search) => setUrl({ search }, 'replace')}
            />
            <Segmented
              name={t('people.role')}
              value={url.role}
              options={[
                { value: '', label: t('people.anyRole') },
                ...ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
              ]}
              onChoose={(role) => setUrl({ role })}
            />
          </>
        }
      />
      {adding && <AddPersonDialog onClose={() => setAdding(false)} />}
      {opened && <PersonDialog person={opened} onClose={() => setUrl({ person: '' })} />}
    </Page>
  )
}
