import type { TimeSource } from './clock.ts'
import { type Control, controlOf } from './control.ts'
import { controlApp } from './control-routes.ts'
import { dataarts } from './dataarts/service.ts'
import { dataPlaneApp } from './data-plane/app.ts'
import { serviceApp } from './gate.ts'
import { listen } from './listen.ts'
import { modelarts } from './modelarts/service.ts'
import { type Seed, sow, sownSeed } from './seed/index.ts'
import { World } from './world.ts'

export { canaryPattern, isCanary } from './canary.ts'
export type { Control } from './control.ts'
export type { DataArtsState } from './dataarts/state.ts'
export type { WorldDraft } from './draft.ts'
export type { FaultDraft } from './faults.ts'
export type { Log, LoggedRequest, Transition } from './log.ts'
export type { OutsideAct } from './outside.ts'
export type { Seed } from './seed/index.ts'
export type { WorldState } from './state.ts'
export type { Switches } from './switches.ts'

export interface SimulatorOptions {
  /** Where the world is kept; null or absent: in memory. */
  folder?: string | null
  /** The world of a new folder; a folder that has one keeps it. */
  seed?: Seed
  /** 0 or absent: a free port. */
  port?: number
  dataartsPort?: number
  dataPlanePort?: number
  controlPort?: number
  /** Tells the time; absent: the machine. */
  clock?: TimeSource
}

export interface Simulator {
  /** The endpoint of ModelArts, for every region and project. */
  url: string
  /** The endpoint of DataArts Studio. */
  dataartsUrl: string
  /** Where all addresses of the granted APIs answer: the `Host` of a request tells which. */
  dataPlaneUrl: string
  controlUrl: string
  control: Control
  clockOffsetMs: () => number
  onClockChange: (listener: (offsetMs: number) => void) => void
  close: () => Promise<void>
}

/** Starts the simulated cloud in this process. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world = new World(options.folder ?? null, options.clock ?? { now: () => Date.now() })
  if (sownSeed(world) === null) sow(world, options.seed ?? 'empty')
  const control = controlOf(world)
  const endpoint = await listen(serviceApp(world, modelarts), options.port ?? 0)
  const studio = await listen(serviceApp(world, dataarts), options.dataartsPort ?? 0)
  const gateways = await listen(dataPlaneApp(world), options.dataPlanePort ?? 0)
  const controls = await listen(controlApp(control), options.controlPort ?? 0)
  return {
    url: endpoint.url,
    dataartsUrl: studio.url,
    dataPlaneUrl: gateways.url,
    controlUrl: controls.url,
    control,
    clockOffsetMs: () => world.clock.offsetMs,
    onClockChange: (listener) => world.clock.onChange(listener),
    close: async () => {
      await Promise.all([endpoint.close(), studio.close(), gateways.close(), controls.close()])
      world.close()
    },
  }
}
