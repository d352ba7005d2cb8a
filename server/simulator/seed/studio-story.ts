/** An API of DataArts Studio in the story. Its apps are those that use its topic. */
export interface StoryDataApi {
  key: string
  name: string
  says: string
  topic: string
  table: string
  /** Absent: both clusters of the instance, or its only one. */
  on?: readonly ('main' | 'burst')[]
  authType?: 'IAM' | 'NONE'
  kind?: 'SCRIPT' | 'REGISTER'
  visibility?: 'PROJECT' | 'DOMAIN'
  retentionHours?: number
  status?: string
  /** The other reviewer, who has no identity in the server. */
  steward?: true
  /** Absent: the workspace of the connection. */
  workspace?: 'risk'
  edition?: 'SHARED'
}

/** An app of DataArts Studio in the story, and the topics that it uses. */
export interface StoryDataApp {
  key: string
  name: string
  says?: string
  uses: readonly string[]
  type?: 'IAM' | 'DLM'
  /** Made by a colleague of the configured caller, who alone may act for it. */
  colleague?: true
  edition?: 'SHARED'
}
