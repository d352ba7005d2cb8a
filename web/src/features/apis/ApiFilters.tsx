import { AuthType, ServiceState } from '@grantdesk/shared/apis'
import { useWords } from '../../lib/words.ts'
import { Chip } from '../../ui/Chip.tsx'
import { IconFilter } from '../../ui/icons.ts'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import type { ApisUrl } from './view.ts'

type Props = { url: ApisUrl; onChange: (change: Partial<ApisUrl>) => void }

const toggled = (list: readonly string[], word: string) =>
  list.includes(word) ? list.filter((each) => each !== word) : [...list, word]

/** Everything the list can be narrowed by, with the words for it. */
const useFilters = ({ url, onChange }: Props) => {
  const { t } = useWords()
  const many = (part: 'state' | 'auth', word: string, label: string) => ({
    id: `${part}-${word}`,
    label,
    on: url[part].includes(word),
    turn: () => onChange({ [part]: toggled(url[part], word) }),
  })
  const either = (part: 'grants' | 'registered', word: 'true' | 'false', label: string) => ({
    id: `${part}-${word}`,
    label,
    on: url[part] === word,
    turn: () => onChange({ [part]: url[part] === word ? '' : word }),
  })
  return [
    {
      title: t('apis.access'),
      filters: [either('grants', 'true', t('apis.hasGrants')), either('grants', 'false', t('apis.noGrants'))],
    },
    {
      title: t('apis.registered'),
      filters: [either('registered', 'true', t('apis.hasApi')), either('registered', 'false', t('apis.withoutApi'))],
    },
    {
      title: t('apis.auth'),
      filters: AuthType.options.map((type) => many('auth', type, t(`apis.authType.${type}`))),
    },
    {
      title: t('apis.state'),
      filters: ServiceState.options.map((state) => many('state', state, t(`apis.serviceState.${state}`))),
    },
  ]
}

/** The filters of the list of APIs: chosen in a menu, each shown as a chip that takes it away again. */
export const ApiFilters = (props: Props) => {
  const { t } = useWords()
  const groups = useFilters(props)
  const items = groups.flatMap(({ title, filters }): MenuItem[] => [
    { kind: 'heading', id: title, label: title },
    ...filters.map(
      ({ id, label, on, turn }): MenuItem => ({ kind: 'mark', id, label, many: true, marked: on, act: turn }),
    ),
  ])
  return (
    <>
      <Menu button={{ icon: IconFilter, children: t('apis.filter') }} name={t('apis.filter')} items={items} />
      {groups
        .flatMap(({ filters }) => filters)
        .filter(({ on }) => on)
        .map(({ id, label, turn }) => (
          <Chip key={id} remove={t('apis.remove', { name: label })} onRemove={turn}>
            {label}
          </Chip>
        ))}
    </>
  )
}
