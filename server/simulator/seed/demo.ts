import { demoUsers, NORTH, SOUTHEAST } from '../demo-accounts.ts'
import type { WorldDraft } from '../draft.ts'
import { hexOf, uuidOf } from '../ids.ts'
import { plant } from '../plant.ts'
import type { World } from '../world.ts'
import { northApps } from './apps-north.ts'
import { southeastApps } from './apps-southeast.ts'
import { claimsServices } from './services-claims.ts'
import { northServices } from './services-north.ts'
import { southeastServices } from './services-southeast.ts'
import { studioOfDemo } from './studio.ts'
import type { StoryApi, StoryApp, StoryService } from './story.ts'

const DAY_MS = 86_400_000

/** Made in the console before the clouds asked for one creator; a list shows it, a new grant of its kind is refused. */
const FROM_BEFORE_THE_RULE = { service: 'claims_triage', app: 'underwriting-desk' }

/** The teams have far more apps than a new user may have, so the account has had its quota raised. */
const RAISED_QUOTA = 100

/** "120 times in 10 seconds for a single user" (DataService, API overview). */
const DATAARTS_RATE = 120

/** The insurance company: two regions, five teams, and the year before the day on which the world is planted. */
export function plantDemo(world: World): void {
  const today = Math.floor(world.clock.now() / 3_600_000) * 3_600_000
  plant(world, region(NORTH, { services: [...claimsServices, ...northServices], apps: northApps }, today))
  plant(world, region(SOUTHEAST, { services: southeastServices, apps: southeastApps }, today))
  plant(world, { dataarts: studioOfDemo(today) })
  world.turn({ appQuota: RAISED_QUOTA, dataarts: { userRate: DATAARTS_RATE } })
}

interface Story {
  services: StoryService[]
  apps: StoryApp[]
}

function region(project: string, { services, apps }: Story, today: number): WorldDraft {
  return {
    services: services.map((service) => serviceDraft(project, service, today)),
    apis: services.flatMap((service) => (service.api === null ? [] : [apiDraft(service, service.api ?? {}, today)])),
    apps: apps.map((app) => appDraft(project, app, today)),
    grants: services.flatMap((service) =>
      apps.filter((app) => calls(app, service)).map((app) => ({ api: apiId(service), app: appId(project, app) })),
    ),
  }
}

/** Whether the story lets the app call the service's API. */
function calls(app: StoryApp, service: StoryService): boolean {
  if (service.api === null || (service.api?.authType ?? 'APP') !== 'APP') return false
  if (service.key === FROM_BEFORE_THE_RULE.service && app.key === FROM_BEFORE_THE_RULE.app) return true
  return app.team === service.team && app.uses.includes(service.topic)
}

function serviceDraft(project: string, service: StoryService, today: number) {
  const { key, name, team, says, access = [], dueInDays, topic: _, api: __, ...rest } = service
  const publishedAt = daysBefore(today, `service ${key}`, { least: 20, most: 360 })
  const invocations = Number.parseInt(hexOf(`calls of ${key}`, 5), 16)
  return {
    ...rest,
    id: serviceId(service),
    project,
    name,
    description: says,
    owner: demoUsers[team].id,
    modelName: `model-${key}`,
    invocations,
    failures: Math.floor(invocations / 211),
    publishedAt,
    transitionAt: later(publishedAt, today, `transition ${key}`),
    access: access.map(({ team: other, may }) => ({ user: demoUsers[other].id, may })),
    ...(dueInDays !== undefined && { dueTime: today + dueInDays * DAY_MS }),
  }
}

function apiDraft(service: StoryService, api: StoryApi, today: number) {
  const { name = `infer_${service.key}`, ...rest } = api
  return {
    ...rest,
    ...(name !== null && { name }),
    id: apiId(service),
    service: serviceId(service),
    createdAt: daysBefore(today, `service ${service.key}`, { least: 20, most: 360 }) + 3_600_000,
  }
}

function appDraft(project: string, app: StoryApp, today: number) {
  const { key, name, team, remark, type, refusal } = app
  const createdAt = daysBefore(today, `app ${key}`, { least: 2, most: 364 })
  return {
    id: appId(project, app),
    project,
    name,
    owner: demoUsers[team].id,
    createdAt,
    updatedAt: later(createdAt, today, `update ${key}`),
    ...(remark !== undefined && { remark }),
    ...(type !== undefined && { type }),
    ...(refusal !== undefined && { refusal }),
  }
}

function serviceId({ key }: StoryService): string {
  return uuidOf(`service ${key}`)
}

/** The vendor's examples mix plain and prefixed identifiers; so does the story. */
function apiId({ key }: StoryService): string {
  return isOdd(key) ? `logic-api-${uuidOf(`api ${key}`)}` : hexOf(`api ${key}`)
}

function appId(project: string, { key }: StoryApp): string {
  return isOdd(key) ? `logic-app-${uuidOf(`app ${project} ${key}`)}` : hexOf(`app ${project} ${key}`)
}

function isOdd(key: string): boolean {
  return share(`kind of ${key}`) < 0.3
}

/** A number from 0 to 1 that belongs to the text. */
function share(text: string): number {
  return Number.parseInt(hexOf(text, 8), 16) / 0x1_0000_0000
}

function daysBefore(today: number, text: string, { least, most }: { least: number; most: number }): number {
  return today - Math.floor((least + share(text) * (most - least)) * DAY_MS)
}

function later(since: number, today: number, text: string): number {
  return since + Math.floor(share(text) * (today - since))
}

/** What the people of the demo product look after in this world, by the cloud's ids. */
export const demoCast = {
  /** A team's reviewer: the services of claims, and all of the second region. */
  reviewed: {
    connections: ['modelarts-ap-southeast-1'],
    services: claimsServices.map((service) => ({ connection: 'modelarts-cn-north-4', id: serviceId(service) })),
  },
  owned: appsOf(['hospital-link', 'tow-dispatch', 'garage-network', 'lawyer-extranet']),
  ownedByReviewer: appsOf(['claims-sandbox']),
}

export type DemoCast = typeof demoCast

function appsOf(keys: readonly string[]): { connection: string; id: string }[] {
  return northApps
    .filter(({ key }) => keys.includes(key))
    .map((app) => ({ connection: 'modelarts-cn-north-4', id: appId(NORTH, app) }))
}
