import {
  type Cloud,
  CloudFault,
  type Door,
  type Reading,
  type SeenAccess,
  type SeenApi,
  type SeenApp,
} from '../../upstream/port.ts'
import { type ApiState, contradicts, stateFrom, united } from '../rules.ts'

/** What one reading of a service showed. Not whole: something could not be read, so nothing of it may be ended. */
export type ServiceReading = { apis: readonly SeenApi[]; states: readonly ApiState<SeenApp>[]; whole: boolean }

/** Through whom a service is read: the first that may, in this order. */
export type Readable = { serviceId: string; doors: readonly Door[] }

type ReadingCloud = Pick<Cloud, 'apisOf' | 'authorizedOf' | 'access'>

/** Reads a service's APIs and who is authorized for them. */
export async function readService(
  cloud: ReadingCloud,
  { serviceId, doors }: Readable,
  signal?: AbortSignal,
): Promise<ServiceReading> {
  const { apis, told } = await firstThatMay(doors, async (door) => {
    const [apis, told] = await Promise.all([
      cloud.apisOf(door, serviceId, signal),
      cloud.authorizedOf(door, serviceId, signal),
    ])
    return { apis, told }
  })
  const states: ApiState<SeenApp>[] = []
  let whole = !contradicts(apis, told)
  for (const api of apis) {
    const state = stateFrom(api, told) ?? (await askForApi(cloud, { serviceId, apiId: api.apiId, doors }, signal))
    if (state) states.push(state)
    else whole = false
  }
  return { apis, states, whole }
}

/** Tries one identity after the other as long as the cloud says that this one may not. */
async function firstThatMay<T>(doors: readonly Door[], ask: (door: Door) => Promise<T>): Promise<T> {
  const [door, ...others] = doors
  if (!door) throw new Error('nobody to read through')
  try {
    return await ask(door)
  } catch (fault) {
    if (others.length > 0 && isForbidden(fault)) return firstThatMay(others, ask)
    throw fault
  }
}

const isForbidden = (fault: unknown): boolean => fault instanceof CloudFault && fault.kind === 'forbidden'

type Asked = { serviceId: string; apiId: string; doors: readonly Door[] }

/** Asks for an API by every identity, since each sees its own apps only; nothing where the cloud tells nobody. */
async function askForApi(
  cloud: ReadingCloud,
  { serviceId, apiId, doors }: Asked,
  signal?: AbortSignal,
): Promise<ApiState<SeenApp> | undefined> {
  const lists: Reading<SeenAccess>[] = []
  for (const door of doors) {
    try {
      lists.push(await cloud.access(door, { serviceId, apiId }, 'all', signal))
    } catch (fault) {
      // The cloud refuses the question for an API of another authentication than by app.
      if (!(fault instanceof CloudFault) || !TELLS_NOTHING.has(fault.kind)) throw fault
    }
  }
  return lists.length > 0 ? united(apiId, lists) : undefined
}

const TELLS_NOTHING: ReadonlySet<CloudFault['kind']> = new Set(['forbidden', 'refused'])
