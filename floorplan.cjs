// Who may import whom; a change of this plan is a decision record.

// Rooms of the server, lowest step first. A room may borrow types from lower steps only.
const STEPS = [
  ['audit', 'health'],
  ['identity'],
  ['policies', 'connections', 'notifications'],
  ['apis', 'apps', 'grants'],
  ['changes'],
  ['requests', 'plans', 'revocations'],
  ['reviews', 'inventory'],
]

const TEST = '[.]test[.]tsx?$'
const RULES = '^server/src/[^/]+/rules([.]ts$|/)'
const room = (names) => `^server/src/(${names.join('|')})/`
const ROOM = room(STEPS.flat())

const never = (name, from, to) => ({ name, severity: 'error', from: { pathNot: TEST, ...from }, to })
const seesOnly = (name, path, may) => never(name, { path }, { pathNot: may, dependencyTypesNot: ['core'] })

module.exports = {
  forbidden: [
    never('no-circles', {}, { circular: true }),
    // What cannot be resolved cannot be ruled; `virtual:` and asset queries are the bundler's.
    never('no-strangers', {}, { couldNotResolve: true, pathNot: ['^virtual:', '[?](url|raw)$'] }),
    // floors
    seesOnly('shared-stands-alone', '^shared/src', ['^shared/src', 'node_modules/zod/']),
    seesOnly('web-sees-shared', '^web/src', ['^web/src', '^shared/src', 'node_modules']),
    seesOnly('server-sees-shared', '^server/src', ['^server/src', '^shared/src', 'node_modules']),
    seesOnly('simulator-sees-wire', '^server/simulator', [
      '^server/simulator',
      '^server/src/upstream/[^/]+/wire[.]ts$',
      '^shared/src/kernel',
      'node_modules',
    ]),
    seesOnly('e2e-uses-the-front-door', '^e2e', ['^e2e', '^shared/src', 'node_modules']),
    // the quiet core
    // pinyin-pro is a table with a function over it: as pure as the kernel itself.
    seesOnly('kernel-is-pure', '^server/src/kernel', [
      '^server/src/kernel',
      '^shared/src/kernel',
      'node_modules/pinyin-pro/',
    ]),
    seesOnly('rules-are-pure', RULES, ['^shared/src', '^server/src/kernel', RULES]),
    never(
      'rules-read-types',
      { path: RULES },
      { path: '^shared/src/', pathNot: '^shared/src/kernel/', dependencyTypesNot: ['type-only'] },
    ),
    // server rooms
    never('enter-by-the-door', { path: ROOM }, { path: ROOM, pathNot: ['^server/src/$1/', '/index[.]ts$'] }),
    never(
      'rooms-lend-types',
      { path: ROOM },
      { path: ROOM, pathNot: '^server/src/$1/', dependencyTypesNot: ['type-only'] },
    ),
    ...STEPS.map((names, i) =>
      never(
        `step-${i}-looks-down`,
        { path: room(names) },
        { path: room(STEPS.slice(i).flat()), pathNot: '^server/src/$1/' },
      ),
    ),
    never('cellar-knows-no-rooms', { path: '^server/src/(http|storage|jobs|upstream)/' }, { path: ROOM }),
    never('routes-speak-http', { path: ROOM, pathNot: [TEST, '/routes[.]ts$'] }, { path: '^server/src/http/' }),
    never(
      'stores-speak-sql',
      { path: ROOM, pathNot: [TEST, '/store[.]ts$'] },
      { path: '^server/src/storage/', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'cloud-behind-the-port',
      { path: ROOM },
      { path: '^server/src/upstream/', pathNot: '^server/src/upstream/port[.]ts$' },
    ),
    never(
      'express-at-the-door',
      {
        path: '^server/src',
        pathNot: [TEST, '^server/src/http/', '/routes[.]ts$', '^server/src/(app|compose|main)[.]ts$'],
      },
      { path: 'node_modules/(@types/)?express/' },
    ),
    // web rooms
    never(
      'web-rooms-apart',
      { path: '^web/src/features/([^/]+)/' },
      { path: '^web/src/features/([^/]+)/', pathNot: '^web/src/features/$1/' },
    ),
    never('web-flows-down', { path: '^web/src/(ui|lib)/' }, { path: '^web/src/(features|app)/' }),
    never('web-rooms-below-app', { path: '^web/src/features/' }, { path: '^web/src/app/' }),
    never('ui-knows-no-contract', { path: '^web/src/ui/' }, { path: '^shared/src/' }),
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|test-results)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.d.ts'],
    },
  },
}
