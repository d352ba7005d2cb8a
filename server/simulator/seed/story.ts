/** The teams of the insurance company: each is one cloud user, who created its services and its apps. */
export type Team = 'claims' | 'underwriting' | 'contact' | 'asia' | 'lab'

/** A service of the story. Its API may be called by every app of its team that uses its topic. */
export interface StoryService {
  /** Stays the same over every version of the story: identifiers are made of it. */
  key: string
  name: string
  team: Team
  topic: string
  says: string
  status?: string
  progress?: number
  errorMsg?: string
  inferType?: 'batch' | 'edge'
  tags?: string[]
  dueInDays?: number
  isShared?: boolean
  access?: { team: Team; may: 'see' | 'update' }[]
  /** null: the service has no API yet. */
  api?: StoryApi | null
}

export interface StoryApi {
  /** Absent: named after the service's key; null: the cloud's own long name. */
  name?: string | null
  remark?: string
  authType?: 'NONE' | 'IAM' | 'APP'
  authTypeShown?: boolean
  supportAppCode?: boolean
}

/** An app of the story, and the topics that its team let it use. */
export interface StoryApp {
  key: string
  name: string
  team: Team
  uses: string[]
  remark?: string
  type?: 'APIC' | 'DEDICATE_APIG'
  /** Set: the gateway refuses every grant with this reason. */
  refusal?: string
}
