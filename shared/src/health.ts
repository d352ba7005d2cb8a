import { z } from 'zod'
import { endpoint } from './kernel/endpoint.ts'

export const showHealth = endpoint({
  id: 'showHealth',
  summary: 'Whether the desk is up and its storage answers',
  method: 'get',
  path: '/api/v1/health',
  reply: z.object({ ok: z.boolean(), version: z.string() }),
  status: 200,
  may: 'anyone',
  refusals: ['unavailable'],
})
