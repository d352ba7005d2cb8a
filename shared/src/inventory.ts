import { z } from 'zod'
import { endpoint } from './kernel/endpoint.ts'

export const countInventory = endpoint({
  id: 'countInventory',
  summary: 'How many APIs and apps the desk knows, for the navigation',
  method: 'get',
  path: '/api/v1/inventory/counts',
  reply: z.object({ apis: z.number().int(), apps: z.number().int() }),
  status: 200,
  may: 'person',
  refusals: [],
})
