import type { Grant } from '@grantdesk/shared/grants'
import { whyNot } from '../../lib/explain.ts'
import { useWords } from '../../lib/words.ts'
import { Switch } from '../../ui/Switch.tsx'
import { isOn, isUnsettled } from './patch.ts'
import type { Switching } from './use-switch.ts'

type Props = { grant: Grant; app: string; api: string; switching: Pick<Switching, 'turn'> }

/** The switch of one app on one API: shows what the cloud has, and why it cannot be moved. */
export const GrantSwitch = ({ grant, app, api, switching }: Props) => {
  const { t } = useWords()
  const wanted = isOn(grant) ? 'off' : 'on'
  const pending = isUnsettled(grant)
  return (
    <Switch
      name={t('grants.switchName', { app, api })}
      on={isOn(grant)}
      pending={pending}
      reason={pending ? t('whyNot.in-progress') : whyNot(t, grant.allowed[wanted])}
      onSwitch={() => switching.turn(grant, wanted)}
    />
  )
}
