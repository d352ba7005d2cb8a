import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Session } from '@grantdesk/shared/identity'
import { ChangePasswordDialog } from '../features/identity/ChangePasswordDialog.tsx'
import { rolesOf } from '../features/identity/roles.ts'
import { useSignOut } from '../features/identity/queries.ts'
import { connectionsQuery } from '../features/connections/queries.ts'
import { SCOPE, useScope } from '../lib/use-scope.ts'
import { changeLanguage, LANGUAGE_NAMES, LANGUAGES, useWords } from '../lib/words.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { Glyph } from '../ui/Glyph.tsx'
import {
  IconChevronDown,
  IconCloud,
  IconDeviceDesktop,
  IconLanguage,
  IconLock,
  IconLogout,
  IconMoon,
  IconSun,
} from '../ui/icons.ts'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import styles from './Shell.module.css'
import { changeTheme, THEMES, useTheme } from './theme.ts'

/** Which connection is in view, on every list. */
export const ScopeMenu = () => {
  const { t } = useWords()
  const { scope } = useScope()
  const [, setSearch] = useSearchParams()
  const { data } = useQuery(connectionsQuery)
  const rows = data?.rows ?? []
  const chosen = rows.find((row) => row.id === scope)
  const choose = (id: string | null) =>
    setSearch((now) => {
      const next = new URLSearchParams(now)
      if (id === null) next.delete(SCOPE)
      else next.set(SCOPE, id)
      return next
    })
  const items: MenuItem[] = [
    { kind: 'mark', id: 'all', label: t('shell.allConnections'), marked: scope === null, act: () => choose(null) },
    ...rows.map(
      (row): MenuItem => ({
        kind: 'mark',
        id: row.id,
        label: <bdi>{row.label}</bdi>,
        detail: `ModelArts · ${row.region}`,
        marked: row.id === scope,
        act: () => choose(row.id),
      }),
    ),
  ]
  return (
    <Menu
      name={t('shell.scope')}
      items={items}
      button={{
        icon: IconCloud,
        className: styles['scope'],
        children: (
          <>
            <bdi className={styles['name']}>
              {chosen ? chosen.label : `${t('shell.allConnections')} · ${rows.length}`}
            </bdi>
            <Glyph icon={IconChevronDown} />
          </>
        ),
      }}
    />
  )
}

const THEME_ICONS = { light: IconSun, dark: IconMoon, system: IconDeviceDesktop }

export const ThemeMenu = () => {
  const { t } = useWords()
  const theme = useTheme()
  return (
    <Menu
      end
      name={t('shell.theme')}
      button={{ icon: THEME_ICONS[theme], name: t('shell.theme') }}
      items={THEMES.map((each) => ({
        kind: 'mark',
        id: each,
        label: t(`shell.${each}`),
        marked: each === theme,
        act: () => changeTheme(each),
      }))}
    />
  )
}

export const LanguageMenu = () => {
  const { t, language } = useWords()
  return (
    <Menu
      end
      name={t('shell.language')}
      button={{
        icon: IconLanguage,
        children: <span className={styles['word']}>{language === 'en' ? 'EN' : '中'}</span>,
        'aria-label': `${t('shell.language')}: ${language === 'en' ? 'EN' : '中'}`,
      }}
      items={LANGUAGES.map((each) => ({
        kind: 'mark',
        id: each,
        label: <span lang={each}>{LANGUAGE_NAMES[each]}</span>,
        marked: each === language,
        act: () => void changeLanguage(each),
      }))}
    />
  )
}

type Person = NonNullable<Session['person']>

export const AccountMenu = ({ person }: { person: Person }) => {
  const { t } = useWords()
  const signOut = useSignOut()
  const [changing, setChanging] = useState(false)
  const roles = rolesOf(person.roles)
    .map((role) => t(`role.${role}`))
    .join(' · ')
  return (
    <>
      <Menu
        end
        name={t('shell.account', { name: person.name })}
        button={{
          look: 'quiet',
          round: true,
          children: <Avatar name={person.name} />,
          'aria-label': t('shell.account', { name: person.name }),
        }}
        items={[
          { kind: 'heading', id: 'who', label: `${person.name} · ${roles || t('role.noRole')}` },
          {
            kind: 'act',
            id: 'password',
            label: t('shell.changePassword'),
            icon: IconLock,
            act: () => setChanging(true),
          },
          { kind: 'act', id: 'out', label: t('shell.signOut'), icon: IconLogout, act: () => signOut.mutate() },
        ]}
      />
      {changing && <ChangePasswordDialog email={person.email} onClose={() => setChanging(false)} />}
    </>
  )
}
