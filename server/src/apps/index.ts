export { type AppListStore, appListStore } from './list-store.ts'
export { appRoutes } from './routes.ts'
export { type AppStore, appStore } from './store.ts'
