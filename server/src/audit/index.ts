export type { NewEvent, Recorder } from './event.ts'
export { recorder } from './record-events.ts'
export { auditRoutes } from './routes.ts'
export { createSealer } from './seal-events.ts'
