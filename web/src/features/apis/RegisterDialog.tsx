import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiRow } from '@grantdesk/shared/apis'
import type { AppId } from '@grantdesk/shared/kernel/ids'
import { SEARCH_MAX } from '@grantdesk/shared/kernel/limits'
import { explain } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { PickList } from '../../ui/PickList.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { toasts } from '../../ui/toast.ts'
import { choicesQuery, makeRegistration, useRegister } from './queries.ts'

type Props = { row: ApiRow; onClose: () => void }

/** Registers the API of a service that has none; the cloud wants at least one app to grant it to. */
export const RegisterDialog = ({ row, onClose }: Props) => {
  const { t } = useWords()
  const register = useRegister()
  const [search, setSearch] = useState('')
  const [picked, setPicked] = useState<ReadonlyMap<AppId, string>>(new Map())
  const [act, setAct] = useState<ReturnType<typeof makeRegistration> | null>(null)
  const apps = useQuery(choicesQuery(row.connection, search))

  const turn = (id: AppId, name: string) => {
    const next = new Map(picked)
    if (!next.delete(id)) next.set(id, name)
    setPicked(next)
    setAct(null)
  }
  const send = () => {
    const now = act ?? makeRegistration(row.service.id, [...picked.keys()])
    setAct(now)
    register.mutate(now, {
      onSuccess: () => {
        toasts.say({
          tone: 'ok',
          title: t('apis.registerSent', { service: row.service.name }),
          detail: t('apis.registerSentDetail'),
        })
        onClose()
      },
    })
  }
  const fault = register.error ?? apps.error
  return (
    <FormDialog
      title={t('apis.registerTitle', { service: row.service.name })}
      send={t('apis.registerSend', { count: picked.size })}
      busy={register.isPending}
      reason={picked.size === 0 ? t('apis.registerPick') : null}
      fault={fault && <FaultBanner {...explain(t, fault)} />}
      onSend={send}
      onClose={onClose}
    >
      <p>{t('apis.registerText')}</p>
      <SearchField name={t('apps.search')} value={search} maxLength={SEARCH_MAX} onSearch={setSearch} />
      <PickList
        name={t('apis.registerApps')}
        waiting={apps.isPending}
        empty={t('apps.nothing')}
        choices={(apps.data?.rows ?? []).map((app) => ({
          id: app.id,
          label: app.name,
          detail: app.cloudId,
          picked: picked.has(app.id),
          onTurn: () => turn(app.id, app.name),
        }))}
      />
    </FormDialog>
  )
}
