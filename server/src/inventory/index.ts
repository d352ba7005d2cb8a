export { inventoryJobs } from './jobs.ts'
export { inventoryRoutes } from './routes.ts'
