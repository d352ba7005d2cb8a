import type { DataArtsDraft } from '../dataarts/draft.ts'
import { hexOf } from '../ids.ts'
import { type Chapter, clustersOf, dataApiId, dataAppId, DAY_MS, daysBefore, share } from './studio-chapter.ts'
import type { StoryDataApi, StoryDataApp } from './studio-story.ts'

const HOUR_MS = 3_600_000

type RelationDraft = NonNullable<DataArtsDraft['relations']>[number]
type TicketDraft = NonNullable<DataArtsDraft['tickets']>[number]

/** What became of one app at one API on one cluster: its relation, if there is one, and its tickets. */
interface Fate {
  relation: RelationDraft | null
  tickets: TicketDraft[]
}

interface Pair {
  chapter: Chapter
  api: StoryDataApi
  app: StoryDataApp
  cluster: string
  /** Chance belongs to it. */
  name: string
  today: number
}

/** Every relation and every ticket of a chapter. */
export function fates(chapter: Chapter, today: number): Pick<DataArtsDraft, 'relations' | 'tickets'> {
  const all = chapter.apis.flatMap((api) =>
    chapter.apps
      .filter((app) => uses(app, api))
      .flatMap((app) =>
        clustersOf(chapter, api)
          .filter((cluster, at) => at === 0 || share(`also ${cluster} ${api.key} ${app.key}`) < 0.35)
          .map((cluster) => fateOf({ chapter, api, app, cluster, name: `${api.key} ${app.key} ${cluster}`, today })),
      ),
  )
  const published = chapter.apis.filter(({ key }) => share(`published by ${key}`) < 0.25)
  return {
    relations: all.flatMap(({ relation }) => relation ?? []),
    tickets: [...all.flatMap(({ tickets }) => tickets), ...published.map((api) => publishing(chapter, api, today))],
  }
}

/** Whether the story has the app call the API; their types fit. */
function uses(app: StoryDataApp, api: StoryDataApi): boolean {
  return app.uses.includes(api.topic) && api.authType !== 'NONE' && app.edition === api.edition
}

function fateOf(pair: Pair): Fate {
  const chance = share(`fate of ${pair.name}`)
  const isRunning = pair.api.status === undefined
  if (chance < 0.64 || !isRunning) return linked(pair)
  if (chance < 0.74) return expired(pair)
  if (chance < 0.81) return applied(pair)
  if (chance < 0.88) return renewing(pair)
  if (chance < 0.94) return underNotice(pair)
  return chance < 0.97 ? rejected(pair) : cancelled(pair)
}

function linked(pair: Pair): Fate {
  const approvedAt = daysBefore(pair.today, `approved ${pair.name}`, { least: 4, most: 330 })
  return {
    relation: relation(pair, { expiresAt: ahead(pair, { least: 3, most: 300 }), approvedAt }),
    tickets: beginning(pair, approvedAt),
  }
}

/** Its time is over; by the default of the switch the cloud still lists it. */
function expired(pair: Pair): Fate {
  const approvedAt = daysBefore(pair.today, `approved ${pair.name}`, { least: 90, most: 330 })
  const days = Math.floor(2 + share(`ended ${pair.name}`) * 60)
  return {
    relation: relation(pair, { expiresAt: pair.today - days * DAY_MS, approvedAt }),
    tickets: beginning(pair, approvedAt),
  }
}

function applied(pair: Pair): Fate {
  const usingTime = ahead(pair, { least: 60, most: 360 })
  return {
    relation: relation(pair, { state: 'LINK_WAITING_CHECK', expiresAt: usingTime }),
    tickets: [pending(pair, { type: 'APPLY_TYPE_APPLY', usingTime })],
  }
}

function renewing(pair: Pair): Fate {
  const approvedAt = daysBefore(pair.today, `approved ${pair.name}`, { least: 90, most: 330 })
  return {
    relation: relation(pair, {
      state: 'RENEW_WAITING_CHECK',
      expiresAt: ahead(pair, { least: 2, most: 14 }),
      approvedAt,
    }),
    tickets: [
      ...beginning(pair, approvedAt),
      pending(pair, { type: 'APPLY_TYPE_RENEW', usingTime: ahead(pair, { least: 100, most: 360 }) }),
    ],
  }
}

function underNotice(pair: Pair): Fate {
  const approvedAt = daysBefore(pair.today, `approved ${pair.name}`, { least: 60, most: 330 })
  const end = pair.today + Math.floor(50 + share(`notice ${pair.name}`) * 70) * HOUR_MS
  const isScheduled = share(`scheduled ${pair.name}`) < 0.4
  const notice = noticeTo(pair, { usingTime: end, appliedAt: pair.today - 5 * HOUR_MS })
  return {
    relation: relation(pair, {
      state: 'OFFLINE_WAITING_CHECK',
      expiresAt: ahead(pair, { least: 30, most: 200 }),
      approvedAt,
    }),
    tickets: [
      ...beginning(pair, approvedAt),
      isScheduled
        ? {
            ...notice,
            status: 'STATUS_TYPE_PENDING_EXECUTE',
            runAt: end - 12 * HOUR_MS,
            decidedAt: pair.today - HOUR_MS,
          }
        : { ...notice, status: 'STATUS_TYPE_PENDING_CHECK', runAt: end },
    ],
  }
}

function rejected(pair: Pair): Fate {
  const decidedAt = daysBefore(pair.today, `decided ${pair.name}`, { least: 10, most: 200 })
  return {
    relation: null,
    tickets: [application(pair, { status: 'STATUS_TYPE_REJECTED', decidedAt, note: '请先完成数据安全评估' })],
  }
}

/** A notice of the past: handled in time, or forced. */
function cancelled(pair: Pair): Fate {
  const decidedAt = daysBefore(pair.today, `cancelled ${pair.name}`, { least: 5, most: 150 })
  const isForced = share(`forced ${pair.name}`) < 0.5
  const notice = noticeTo(pair, { usingTime: decidedAt, appliedAt: decidedAt - 3 * DAY_MS })
  const status = isForced ? 'STATUS_TYPE_FORCED_CANCEL' : 'STATUS_TYPE_SYNCHRONOUS_EXECUTE'
  return { relation: null, tickets: [...beginning(pair, decidedAt - 60 * DAY_MS), { ...notice, status, decidedAt }] }
}

/** Half of the relations began with an application, the others with a grant, which leaves no ticket. */
function beginning(pair: Pair, approvedAt: number): TicketDraft[] {
  if (share(`applied ${pair.name}`) < 0.5) return []
  const note = share(`note ${pair.name}`) < 0.5 ? '同意' : 'ok'
  return [application(pair, { status: 'STATUS_TYPE_PASSED', decidedAt: approvedAt, note })]
}

interface Decided {
  status: TicketDraft['status']
  decidedAt: number
  note: string
}

function application(pair: Pair, { status, decidedAt, note }: Decided): TicketDraft {
  const waited = Math.floor((0.1 + share(`waited ${pair.name}`) * 3) * DAY_MS)
  return {
    ...ticket(pair, 'application'),
    status,
    note,
    decidedAt,
    appliedAt: decidedAt - waited,
    usingTime: wholeHour(decidedAt) + 180 * DAY_MS,
  }
}

function pending(pair: Pair, { type, usingTime }: { type: string; usingTime: number }): TicketDraft {
  return {
    ...ticket(pair, type),
    type,
    status: 'STATUS_TYPE_PENDING_APPROVAL',
    usingTime,
    appliedAt: daysBefore(pair.today, `asked ${pair.name}`, { least: 0.1, most: 6 }),
  }
}

function ticket({ chapter, api, app, cluster, name }: Pair, what: string) {
  return {
    id: hexOf(`${what} ticket ${name}`),
    api: dataApiId(api),
    app: dataAppId(app),
    cluster,
    applicant: (app.colleague === true ? chapter.colleague : chapter.caller).id,
    approver: reviewerOf(chapter, api),
  }
}

/** A notice goes from the reviewer to the app's creator. */
function noticeTo(pair: Pair, { usingTime, appliedAt }: { usingTime: number; appliedAt: number }) {
  const { applicant, approver, ...rest } = ticket(pair, 'notice')
  return {
    ...rest,
    kind: 'notice' as const,
    type: 'APPLY_TYPE_API_CANCEL_AUTHORIZE',
    applicant: approver,
    approver: applicant,
    usingTime,
    appliedAt,
  }
}

/** Publishing is reviewed as well, where a developer asks for it. */
function publishing(chapter: Chapter, api: StoryDataApi, today: number): TicketDraft {
  const decidedAt = daysBefore(today, `data api ${api.key}`, { least: 40, most: 360 }) + DAY_MS
  return {
    id: hexOf(`publish ticket ${api.key}`),
    type: 'APPLY_TYPE_PUBLISH',
    status: 'STATUS_TYPE_PASSED',
    api: dataApiId(api),
    cluster: clustersOf(chapter, api)[0] ?? '',
    applicant: chapter.caller.id,
    approver: reviewerOf(chapter, api),
    appliedAt: decidedAt - DAY_MS / 2,
    decidedAt,
  }
}

function reviewerOf({ steward, reviewer }: Chapter, api: StoryDataApi): string {
  return (api.steward === true ? steward : reviewer).id
}

function relation({ api, app, cluster }: Pair, facts: Partial<RelationDraft>): RelationDraft {
  return { api: dataApiId(api), app: dataAppId(app), cluster, ...facts }
}

/** An instant on the hour, some days after today. */
function ahead({ today, name }: Pair, { least, most }: { least: number; most: number }): number {
  return today + Math.floor(least + share(`until ${least} ${name}`) * (most - least)) * DAY_MS
}

function wholeHour(at: number): number {
  return at - (at % HOUR_MS)
}
