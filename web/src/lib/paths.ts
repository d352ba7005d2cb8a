const at = (base: string) => (id: string) => `${base}/${encodeURIComponent(id)}`

/** Every address of the browser floor, once. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  firstAdmin: '/first-admin',
  apis: '/apis',
  api: at('/apis'),
  service: at('/services'),
  apps: '/apps',
  app: at('/apps'),
  people: '/people',
} as const

/** The same addresses as the router reads them. */
export const patterns = {
  api: '/apis/:api',
  service: '/services/:service',
  app: '/apps/:app',
} as const
