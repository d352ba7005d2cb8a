import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Person, Scope } from '@grantdesk/shared/identity'
import { type Role, ROLES } from '@grantdesk/shared/kernel/endpoint'
import { SEARCH_MAX } from '@grantdesk/shared/kernel/limits'
import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { PickList } from '../../ui/PickList.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toasts } from '../../ui/toast.ts'
import styles from './People.module.css'
import { type ScopeOf, scopeChoicesQuery, useGiveRole } from './people-queries.ts'

/** Where each role can hold: reviewers review, owners own, admins and auditors are it everywhere. */
const SCOPES: Record<Role, readonly ScopeOf[]> = {
  admin: ['everything'],
  reviewer: ['everything', 'connection', 'service', 'api'],
  owner: ['app'],
  auditor: ['everything'],
}

const firstScope = (role: Role): ScopeOf => SCOPES[role][0] ?? 'everything'

type PickerProps = { of: ScopeOf; chosen: Scope | null; onChoose: (scope: Scope) => void }

const ScopePicker = ({ of, chosen, onChoose }: PickerProps) => {
  const { t } = useWords()
  const [search, setSearch] = useState('')
  const { data, error, isPending } = useQuery(scopeChoicesQuery(of, search))
  return (
    <>
      {error && <FaultBanner {...explain(t, error)} />}
      <SearchField name={t('people.scopeSearch')} value={search} maxLength={SEARCH_MAX} onSearch={setSearch} />
      <PickList
        one
        name={t('people.scopePick')}
        waiting={isPending}
        empty={t('people.scopeNothing')}
        choices={(data ?? []).map(({ scope, name, detail }) => ({
          id: 'id' in scope ? scope.id : scope.of,
          label: name,
          detail,
          picked: chosen !== null && 'id' in scope && 'id' in chosen && scope.id === chosen.id,
          onTurn: () => onChoose(scope),
        }))}
      />
    </>
  )
}

const useGiving = (person: Person) => {
  const { t } = useWords()
  const give = useGiveRole()
  const [role, setRole] = useState<Role>('reviewer')
  const [of, setOf] = useState<ScopeOf>('everything')
  const [picked, setPicked] = useState<Scope | null>(null)
  const [until, setUntil] = useState('')
  const scope: Scope | null = of === 'everything' ? { of } : picked?.of === of ? picked : null
  const send = () => {
    if (!scope) return
    give.mutate(
      { person, role, scope, until: until ? new Date(until).toISOString() : null },
      {
        onSuccess: () =>
          toasts.say({ tone: 'ok', title: t('people.gave', { name: person.name, role: t(`role.${role}`) }) }),
      },
    )
  }
  const choose = (next: Role) => {
    setRole(next)
    setOf(firstScope(next))
    setPicked(null)
  }
  return { give, role, choose, of, setOf, picked, setPicked, until, setUntil, scope, send }
}

/** Gives a role: which, where, and until when. */
export const GiveRoleForm = ({ person }: { person: Person }) => {
  const { t } = useWords()
  const { give, role, choose, of, setOf, picked, setPicked, until, setUntil, scope, send } = useGiving(person)
  return (
    <form
      className={styles['section']}
      onSubmit={(event) => {
        event.preventDefault()
        if (!give.isPending) send()
      }}
    >
      {give.error && <FaultBanner {...explain(t, give.error)} />}
      <div className={styles['pair']}>
        <SelectField
          label={t('people.role')}
          value={role}
          choices={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChoose={choose}
        />
        <SelectField
          label={t('people.scope')}
          value={of}
          choices={SCOPES[role].map((value) => ({ value, label: t(`people.scopeOf.${value}`) }))}
          onChoose={setOf}
        />
        <TextField
          label={t('people.untilField')}
          type="datetime-local"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </div>
      {of !== 'everything' && <ScopePicker key={of} of={of} chosen={picked} onChoose={setPicked} />}
      <div>
        <Button type="submit" look="primary" busy={give.isPending} reason={scope ? null : t('people.scopePick')}>
          {t('people.giveSend')}
        </Button>
      </div>
    </form>
  )
}
