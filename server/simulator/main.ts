import { parseArgs } from 'node:util'
import { demoConnections, demoDataArtsConnections } from './demo-accounts.ts'
import { type Simulator, startSimulator } from './index.ts'
import { demoCast } from './seed/demo.ts'
import { SEEDS } from './seed/index.ts'

/** The simulated cloud as a process of its own: started by the server with an IPC channel, ended with it. */
const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    seed: { type: 'string', default: 'demo' },
    port: { type: 'string', default: '0' },
    'dataarts-port': { type: 'string', default: '0' },
    'data-plane-port': { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
  },
})
const seed = SEEDS.find((one) => one === values.seed)
if (seed === undefined) throw new Error(`--seed must be one of ${SEEDS.join(', ')}`)

let simulator: Simulator | null = null
let stopping = false
const stop = (): void => {
  if (stopping) return
  stopping = true
  void Promise.resolve(simulator?.close()).finally(() => process.exit(0))
}

// Before anything that takes time; and a parent may have gone while the modules were loaded.
process.on('disconnect', stop)
if (process.send && !process.connected) stop()
process.on('SIGTERM', stop)
// Ctrl-C reaches the whole group: under a parent, the parent decides when the cloud ends.
process.on('SIGINT', () => {
  if (!process.connected) stop()
})

const tell = (message: object): void => {
  // A parent that goes at this moment does not hear it, and that is no error.
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

simulator = await startSimulator({
  folder: values.folder ?? null,
  seed,
  port: Number(values.port),
  dataartsPort: Number(values['dataarts-port']),
  dataPlanePort: Number(values['data-plane-port']),
  controlPort: Number(values['control-port']),
})
simulator.onClockChange((clockOffsetMs) => tell({ clockOffsetMs }))
tell({
  ready: true,
  url: simulator.url,
  dataartsUrl: simulator.dataartsUrl,
  dataPlaneUrl: simulator.dataPlaneUrl,
  controlUrl: simulator.controlUrl,
  clockOffsetMs: simulator.clockOffsetMs(),
  connections: demoConnections,
  dataartsConnections: demoDataArtsConnections,
  cast: demoCast,
})
