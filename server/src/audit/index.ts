export type { About, NewEvent, Recorder } from './event.ts'
export { recorder } from './record-events.ts'
export { auditRoutes } from './routes.ts'
export { createSealer, type Sealer } from './seal-events.ts'
