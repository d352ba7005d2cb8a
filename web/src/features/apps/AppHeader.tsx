import { Link } from 'react-router'
import type { App } from '@grantdesk/shared/apps'
import { Ago, Day, Moment } from '../../lib/Ago.tsx'
import { paths } from '../../lib/paths.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useScope } from '../../lib/use-scope.ts'
import { useWords } from '../../lib/words.ts'
import { Badge } from '../../ui/Badge.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'

const said = (text: string | null) => (text ? <bdi>{text}</bdi> : null)

/** What is known of one app; never its key, secret or AppCodes. */
export const AppHeader = ({ app }: { app: App }) => {
  const { t } = useWords()
  const { list } = useFormat()
  const { scoped } = useScope()
  return (
    <>
      <PageHeader
        crumbsName={t('shell.breadcrumbs')}
        crumbs={[
          <Link key="apps" to={scoped(paths.apps)}>
            {t('apps.title')}
          </Link>,
          <bdi key="connection">{app.connectionLabel}</bdi>,
        ]}
        title={<bdi>{app.name}</bdi>}
        badges={
          <>
            {app.goneAt && <Badge tone="bad">{t('apis.gone')}</Badge>}
            {app.type && (
              <Badge tone="off" icon={null}>
                {app.type}
              </Badge>
            )}
          </>
        }
        sub={
          <>
            <code>{app.cloudId}</code> <CopyButton text={app.cloudId} name={`${t('ui.copy')}: ${t('apps.id')}`} />
          </>
        }
      />
      <Facts
        facts={[
          { name: t('apps.owners'), value: app.owners.length > 0 ? list(app.owners) : t('apps.noOwner') },
          { name: t('apps.creator'), value: said(app.creator) },
          { name: t('apps.project'), value: said(app.project), tip: app.project },
          { name: t('apps.bound'), value: app.boundApis, tip: t('apps.boundTip') },
          { name: t('apps.created'), value: <Day at={app.createdAt} /> },
          { name: t('apps.updated'), value: <Day at={app.updatedAt} /> },
          { name: t('apps.seenBy'), value: said(list(app.seenBy)), tip: list(app.seenBy) },
          { name: t('apis.seen'), value: app.goneAt ? <Moment at={app.goneAt} /> : <Ago at={app.seenAt} /> },
          { name: t('apps.remark'), value: said(app.remark), tip: app.remark, span: 3 },
        ]}
      />
    </>
  )
}
