import type { Deviation } from './deviations.ts'

/**
 * Where the vendor's own files about DataArts Studio (crawled in 2024) and what its SDK tells disagree. The facts take
 * the side of the files; the client works under both.
 */
export const CONFLICTS: readonly (Deviation & { where: RegExp })[] = [
  {
    what: 'Content-Type',
    where: /^\w+: headers\.Content-Type: /,
    why: 'the files have it on every operation, required with a body; it is sent with every body, never without one',
  },
  {
    what: 'defaults of offset and limit of ListApis',
    where: /^ListApis: query\.(offset|limit)\.preset: /,
    why: 'only the files state them; both parameters are always sent',
  },
  {
    what: 'filters of ListApis',
    where:
      /^ListApis: query\.(name|description|create_user|start_time|end_time|tags|api_type|publish_status|table_name): /,
    why: 'added to the SDK after the files were written; none is sent, lists are read whole',
  },
  {
    what: 'authorization_status of ListApis',
    where: /^ListApis: answers\.200\.body\.records\.items\.fields\.authorization_status: /,
    why: 'added to the SDK after the files were written; it is not read, relations are',
  },
]
