import { useState } from 'react'
import { Link } from 'react-router'
import type { ApiRow } from '@grantdesk/shared/apis'
import { Ago } from '../../lib/Ago.tsx'
import { explain } from '../../lib/explain.ts'
import { paths } from '../../lib/paths.ts'
import { useScope } from '../../lib/use-scope.ts'
import { type Say, useWords } from '../../lib/words.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { type Fact, Facts } from '../../ui/Facts.tsx'
import { FaultBanner } from '../../ui/FaultBanner.tsx'
import { IconRefresh } from '../../ui/icons.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { AuthWord } from './AuthWord.tsx'
import { useRefreshService } from './queries.ts'
import { RegisterButton } from './RegisterButton.tsx'
import { RegisterDialog } from './RegisterDialog.tsx'
import { RegistrationBadge } from './RegistrationBadge.tsx'
import { ServiceBadge } from './ServiceBadge.tsx'
import { nameOf } from './states.ts'

const said = (text: string | null) => (text ? <bdi>{text}</bdi> : null)

const appCode = (t: Say, supports: boolean | null) => {
  if (supports === null) return t('apis.unknown')
  return supports ? t('apis.appCodeYes') : t('apis.appCodeNo')
}

const factsOf = (t: Say, { service, api, seenAt }: ApiRow): Fact[] => {
  const copyOf = (name: string) => `${t('ui.copy')}: ${name}`
  const remark = api?.remark ?? service.description
  const own: Fact[] = api
    ? [
        { name: t('apis.method'), value: said(api.method) },
        { name: t('apis.auth'), value: <AuthWord type={api.authType} word={api.authWord} /> },
        { name: t('apis.appCode'), value: appCode(t, api.supportsAppCode) },
      ]
    : []
  const address: Fact[] = api
    ? [
        {
          name: t('apis.url'),
          value: said(api.url),
          tip: api.url,
          copy: api.url,
          copyName: copyOf(t('apis.url')),
          span: 3,
          mono: true,
        },
      ]
    : []
  return [
    {
      name: t('apis.service'),
      value: said(service.name),
      tip: service.cloudId,
      copy: service.cloudId,
      copyName: copyOf(t('apis.service')),
      span: 2,
    },
    ...own,
    { name: t('apis.owner'), value: said(service.owner) },
    { name: t('apis.seen'), value: <Ago at={seenAt} /> },
    ...address,
    { name: t('apis.remark'), value: said(remark), tip: remark, span: 3 },
  ]
}

/** What is known of one API and its service. */
export const ApiHeader = ({ row }: { row: ApiRow }) => {
  const { t } = useWords()
  const { scoped } = useScope()
  const refresh = useRefreshService()
  const [registering, setRegistering] = useState(false)
  const { api, service } = row
  const id = api?.cloudId ?? service.cloudId
  return (
    <>
      <PageHeader
        crumbsName={t('shell.breadcrumbs')}
        crumbs={[
          <Link key="apis" to={scoped(paths.apis)}>
            {t('apis.title')}
          </Link>,
          <bdi key="connection">{row.connectionLabel}</bdi>,
          ...(api ? [<bdi key="service">{service.name}</bdi>] : []),
        ]}
        title={<bdi>{nameOf(row)}</bdi>}
        badges={
          <>
            <ServiceBadge service={service} />
            {api && (
              <Badge tone="off" icon={null}>
                {t(`apis.authType.${api.authType}`)}
              </Badge>
            )}
            <RegistrationBadge row={row} />
          </>
        }
        sub={
          <>
            <code>{id}</code> <CopyButton text={id} name={`${t('ui.copy')}: ${t('apis.id')}`} />
          </>
        }
        actions={
          <>
            <Button icon={IconRefresh} busy={refresh.isPending} onClick={() => refresh.mutate(service.id)}>
              {t('freshness.refreshOne')}
            </Button>
            {!api && <RegisterButton large row={row} onRegister={() => setRegistering(true)} />}
          </>
        }
      />
      {refresh.error && <FaultBanner {...explain(t, refresh.error)} onRetry={() => refresh.mutate(service.id)} />}
      <Facts facts={factsOf(t, row)} />
      {registering && <RegisterDialog row={row} onClose={() => setRegistering(false)} />}
    </>
  )
}
