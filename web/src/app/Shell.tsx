import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { NavLink, Outlet, useLocation } from 'react-router'
import type { Session } from '@grantdesk/shared/identity'
import { countsQuery } from '../features/inventory/queries.ts'
import { paths } from '../lib/paths.ts'
import { useFormat } from '../lib/use-format.ts'
import { useScope } from '../lib/use-scope.ts'
import { useWords } from '../lib/words.ts'
import { Frame, NavCount, NavGroup } from '../ui/Frame.tsx'
import { Glyph } from '../ui/Glyph.tsx'
import { type Icon, IconApi, IconApps, IconUsers } from '../ui/icons.ts'
import { Brand } from './Brand.tsx'
import { CloudHealth } from './CloudHealth.tsx'
import { AccountMenu, LanguageMenu, ScopeMenu, ThemeMenu } from './HeaderMenus.tsx'
import { preload } from './preload.ts'
import styles from './Shell.module.css'

type EntryProps = { to: string; icon: Icon; label: string; count?: number | undefined; onNear: () => void }

const Entry = ({ to, icon, label, count, onNear }: EntryProps) => {
  const format = useFormat()
  const { scoped } = useScope()
  return (
    <NavLink to={scoped(to)} onPointerEnter={onNear} onFocus={onNear}>
      <Glyph icon={icon} />
      <span>{label}</span>
      {count !== undefined && <NavCount>{format.number(count)}</NavCount>}
    </NavLink>
  )
}

/** A new page starts at its top, and a screen reader starts at its content. */
const useArrival = () => {
  const { pathname } = useLocation()
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    const main = document.getElementById('content')
    main?.scrollTo(0, 0)
    main?.focus({ preventScroll: true })
  }, [pathname])
}

type Props = { session: Session & { person: NonNullable<Session['person']> } }

/** The hall: navigation of what exists, the connection in view, and the reader's own settings. */
export const Shell = ({ session }: Props) => {
  const { t } = useWords()
  const { data: counts } = useQuery(countsQuery)
  useArrival()
  const isAdmin = session.person.roles.some(({ role }) => role === 'admin')
  return (
    <Frame
      words={{ skip: t('shell.skip'), menu: t('shell.menu'), navigation: t('shell.navigation') }}
      brand={<Brand />}
      navigation={
        <>
          <NavGroup title={t('shell.inventory')}>
            <Entry to={paths.apis} icon={IconApi} label={t('apis.title')} count={counts?.apis} onNear={preload.apis} />
            <Entry to={paths.apps} icon={IconApps} label={t('apps.title')} count={counts?.apps} onNear={preload.apps} />
          </NavGroup>
          {isAdmin && (
            <NavGroup title={t('shell.administration')}>
              <Entry to={paths.people} icon={IconUsers} label={t('people.title')} onNear={preload.people} />
            </NavGroup>
          )}
        </>
      }
      foot={session.demo && t('shell.demo')}
      top={
        <>
          <ScopeMenu />
          <span className={styles['spacer']} />
          <CloudHealth />
          <LanguageMenu />
          <ThemeMenu />
          <AccountMenu person={session.person} />
        </>
      }
    >
      <Outlet />
    </Frame>
  )
}
