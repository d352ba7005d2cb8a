/** How each page is fetched; the browser asks for a page once. */
export const load = {
  apis: () => import('./pages/ApisPlace.tsx'),
  api: () => import('./pages/ApiPage.tsx'),
  apps: () => import('./pages/AppsPlace.tsx'),
  app: () => import('./pages/AppPage.tsx'),
  people: () => import('../features/identity/PeoplePage.tsx'),
}

const BY_PATH: readonly [RegExp, keyof typeof load][] = [
  [/^\/(apis)?$/, 'apis'],
  [/^\/(apis|services)\//, 'api'],
  [/^\/apps$/, 'apps'],
  [/^\/apps\//, 'app'],
  [/^\/people$/, 'people'],
]

/** Fetches the page of an address while it is still being asked who is here. */
export const preloadPlace = (path: string): void => {
  const found = BY_PATH.find(([form]) => form.test(path))
  if (found) preload[found[1]]()
}

/** What a pointer comes near to is fetched a moment before it is needed. */
export const preload = {
  apis: () => void load.apis(),
  api: () => void load.api(),
  apps: () => void load.apps(),
  app: () => void load.app(),
  people: () => void load.people(),
}
