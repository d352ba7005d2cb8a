import {
  CORE_STUDIO,
  demoDataArtsConnections,
  demoStudioUsers,
  NORTH,
  PARTNER_STUDIO,
  SOUTHEAST,
} from '../demo-accounts.ts'
import type { DataArtsDraft } from '../dataarts/draft.ts'
import { hexOf } from '../ids.ts'
import { fates } from './studio-fates.ts'
import { type Chapter, clustersOf, dataApiId, dataAppId, DAY_MS, daysBefore, later } from './studio-chapter.ts'
import { coreApps } from './studio-core-apps.ts'
import { coreApis } from './studio-core.ts'
import { partnerApis, partnerApps } from './studio-partner.ts'
import type { StoryDataApi, StoryDataApp } from './studio-story.ts'

const RISK = hexOf('workspace risk')

const [coreConnection, partnerConnection] = demoDataArtsConnections

const CORE: Chapter = {
  project: NORTH,
  studio: CORE_STUDIO,
  workspace: coreConnection?.workspace ?? '',
  name: '核心数据',
  clusters: { main: hexOf('cluster core main'), burst: hexOf('cluster core burst') },
  reviewer: demoStudioUsers.coreReviewer,
  caller: demoStudioUsers.coreCaller,
  steward: demoStudioUsers.coreSteward,
  colleague: demoStudioUsers.coreColleague,
  apis: coreApis,
  apps: coreApps,
}

const PARTNER: Chapter = {
  project: SOUTHEAST,
  studio: PARTNER_STUDIO,
  workspace: partnerConnection?.workspace ?? '',
  name: 'Partner exchange',
  clusters: { main: hexOf('cluster partner main') },
  reviewer: demoStudioUsers.partnerReviewer,
  caller: demoStudioUsers.partnerCaller,
  steward: demoStudioUsers.partnerSteward,
  colleague: demoStudioUsers.partnerColleague,
  apis: partnerApis,
  apps: partnerApps,
}

/** DataArts Studio of the insurance company, with the year before the day on which the world is planted. */
export function studioOfDemo(today: number): DataArtsDraft {
  const chapters = [CORE, PARTNER].map((chapter) => chapterDraft(chapter, today))
  return {
    studios: chapters.flatMap((one) => one.studios ?? []),
    workspaces: [...chapters.flatMap((one) => one.workspaces ?? []), riskWorkspace(today)],
    clusters: chapters.flatMap((one) => one.clusters ?? []),
    apis: chapters.flatMap((one) => one.apis ?? []),
    apps: chapters.flatMap((one) => one.apps ?? []),
    relations: chapters.flatMap((one) => one.relations ?? []),
    tickets: chapters.flatMap((one) => one.tickets ?? []),
  }
}

/** A second workspace of the core instance: its APIs are in the market of 核心数据, but not in its list. */
function riskWorkspace(today: number) {
  return {
    id: RISK,
    studio: CORE_STUDIO,
    name: '风险集市',
    owner: CORE.steward.id,
    createdAt: today - 340 * DAY_MS,
    members: [{ user: CORE.steward.id, role: 'admin' as const }],
    approvers: [CORE.steward.id],
  }
}

function chapterDraft(chapter: Chapter, today: number): DataArtsDraft {
  const { studio, project, name, workspace, clusters, reviewer, caller, steward, colleague } = chapter
  return {
    studios: [{ id: studio, project, name: `studio-${name}` }],
    workspaces: [
      {
        id: workspace,
        studio,
        name,
        isDefault: true,
        owner: steward.id,
        createdAt: today - 364 * DAY_MS,
        members: [
          { user: steward.id, role: 'admin' },
          { user: reviewer.id, role: 'developer' },
          { user: caller.id, role: 'developer' },
          { user: colleague.id, role: 'developer' },
        ],
        approvers: [reviewer.id, steward.id],
      },
    ],
    clusters: Object.entries(clusters).map(([key, id]) => ({
      id,
      studio,
      name: `dlm-${key}`,
      createdAt: today - 363 * DAY_MS,
    })),
    apis: chapter.apis.map((api) => apiDraft(chapter, api, today)),
    apps: chapter.apps.map((app) => appDraft(chapter, app, today)),
    ...fates(chapter, today),
  }
}

function apiDraft(chapter: Chapter, api: StoryDataApi, today: number) {
  const { key, name, says, table, topic, authType, kind, visibility, retentionHours, edition } = api
  const createdAt = daysBefore(today, `data api ${key}`, { least: 40, most: 360 })
  const reviewer = api.steward === true ? chapter.steward : chapter.reviewer
  return {
    id: dataApiId(api),
    workspace: api.workspace === 'risk' ? RISK : chapter.workspace,
    name,
    description: says,
    table,
    tags: [topic],
    manager: reviewer.id,
    creator: chapter.steward.id,
    path: `/${chapter.clusters.burst === undefined ? 'partner' : 'core'}/${key}`,
    calls: Number.parseInt(hexOf(`calls of data api ${key}`, 5), 16),
    createdAt,
    updatedAt: later(createdAt, today, `data api update ${key}`),
    publishedAt: createdAt + DAY_MS,
    on: clustersOf(chapter, api).map((cluster) => ({ cluster, status: api.status ?? 'API_STATUS_PUBLISHED' })),
    ...(authType !== undefined && { authType }),
    ...(kind !== undefined && { kind: `API_SPECIFIC_TYPE_${kind}` }),
    ...(visibility !== undefined && { visibility }),
    ...(retentionHours !== undefined && { retentionHours }),
    ...(edition !== undefined && { edition }),
  }
}

function appDraft(chapter: Chapter, app: StoryDataApp, today: number) {
  const { key, name, says, type, edition } = app
  const createdAt = daysBefore(today, `data app ${key}`, { least: 20, most: 364 })
  return {
    id: dataAppId(app),
    workspace: chapter.workspace,
    name,
    creator: (app.colleague === true ? chapter.colleague : chapter.caller).id,
    createdAt,
    updatedAt: later(createdAt, today, `data app update ${key}`),
    ...(says !== undefined && { description: says }),
    ...(type !== undefined && { type }),
    ...(edition !== undefined && { edition }),
  }
}
