import { useState } from 'react'
import type { Person } from '@grantdesk/shared/identity'
import { NAME_MAX } from '@grantdesk/shared/kernel/limits'
import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { toasts } from '../../ui/toast.ts'
import { GiveRoleForm } from './GiveRoleForm.tsx'
import { useChangePerson } from './people-queries.ts'
import styles from './People.module.css'
import { RoleList } from './RoleList.tsx'

const NameForm = ({ person }: { person: Person }) => {
  const { t } = useWords()
  const change = useChangePerson()
  const [name, setName] = useState(person.name)
  const send = (body: { name?: string; disabled?: boolean }) =>
    change.mutate(
      { person, ...body },
      { onSuccess: (now) => toasts.say({ tone: 'ok', title: t('people.changed', { name: now.name }) }) },
    )
  return (
    <div className={styles['section']}>
      {change.error && <FaultBanner {...explain(t, change.error)} />}
      <form
        className={styles['rename']}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() && !change.isPending) send({ name: name.trim() })
        }}
      >
        <TextField
          label={t('identity.name')}
          maxLength={NAME_MAX}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" busy={change.isPending}>
          {t('people.rename')}
        </Button>
        <Button
          look={person.disabled ? 'plain' : 'danger'}
          data-tip={person.disabled ? undefined : t('people.disableHint')}
          onClick={() => send({ disabled: !person.disabled })}
        >
          {person.disabled ? t('people.enable') : t('people.disable')}
        </Button>
      </form>
    </div>
  )
}

/** One person: the name, whether the account works, and the roles. */
export const PersonDialog = ({ person, onClose }: { person: Person; onClose: () => void }) => {
  const { t } = useWords()
  return (
    <Dialog wide title={<bdi>{person.name}</bdi>} onClose={onClose}>
      <p className={styles['small']}>{person.email}</p>
      <NameForm key={person.name} person={person} />
      <section className={styles['section']}>
        <h3>{t('people.roles')}</h3>
        <RoleList person={person} />
      </section>
      <section className={styles['section']}>
        <h3>{t('people.give')}</h3>
        <GiveRoleForm key={person.version} person={person} />
      </section>
    </Dialog>
  )
}
