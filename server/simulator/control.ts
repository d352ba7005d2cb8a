import { z } from 'zod'
import { type DataArtsFilter, type DataArtsState, readDataArts } from './dataarts/state.ts'
import type { WorldDraft } from './draft.ts'
import { addFault, clearFaults, type FaultDraft, listFaults, type WaitingFault } from './faults.ts'
import { settle } from './late.ts'
import { type Log, readLog, type Since } from './log.ts'
import { actOutside, type OutsideAct } from './outside.ts'
import { plant } from './plant.ts'
import { type Seed, sow, sownSeed } from './seed/index.ts'
import { readState, type StateFilter, type WorldState } from './state.ts'
import type { SwitchChange, Switches } from './switches.ts'
import type { World } from './world.ts'

/** Set to an instant (ISO 8601 or epoch milliseconds), or shifted. Time runs on from there. */
export const ClockChange = z.union([
  z.strictObject({ set: z.union([z.number(), z.iso.datetime({ offset: true })]) }),
  z.strictObject({ shiftMs: z.number() }),
])
export type ClockChange = z.infer<typeof ClockChange>

export interface ClockReading {
  now: string
  offsetMs: number
}

/** What a test or an operator does with the simulated cloud, in process or over the control port. */
export interface Control {
  state: (filter?: StateFilter) => WorldState
  /** DataArts Studio as it is. */
  dataarts: (filter?: DataArtsFilter) => DataArtsState
  log: (since?: Since) => Log
  /** The planted world as on its first day: log, faults, switches and clock included. */
  reset: () => void
  seed: (name: Seed) => void
  /** Adds to the world what was always there: no transition is logged. */
  plant: (draft: WorldDraft) => void
  clock: () => ClockReading
  setClock: (change: ClockChange) => ClockReading
  provoke: (fault: FaultDraft) => WaitingFault
  faults: () => WaitingFault[]
  clearFaults: () => void
  switches: () => Switches
  turn: (change: SwitchChange) => Switches
  /** Changes the cloud behind our back. False: there was nothing to change. */
  outside: (act: OutsideAct) => boolean
}

export function controlOf(world: World): Control {
  const clock = () => ({ now: new Date(world.clock.now()).toISOString(), offsetMs: world.clock.offsetMs })
  const settled = <T>(look: () => T): T => {
    settle(world)
    return look()
  }
  return {
    state: (filter) => settled(() => readState(world, filter)),
    dataarts: (filter) => settled(() => readDataArts(world, filter)),
    log: (since) => settled(() => readLog(world, since)),
    reset: () => {
      world.clock.reset()
      sow(world, sownSeed(world) ?? 'empty')
    },
    seed: (name) => sow(world, name),
    plant: (draft) => world.unit(() => plant(world, draft)),
    clock,
    setClock: (change) => {
      if ('set' in change) world.clock.set(new Date(change.set).getTime())
      else world.clock.shift(change.shiftMs)
      settle(world)
      return clock()
    },
    provoke: (fault) => addFault(world, fault),
    faults: () => listFaults(world),
    clearFaults: () => clearFaults(world),
    switches: () => world.switches,
    turn: (change) => world.turn(change),
    outside: (act) => settled(() => actOutside(world, act)),
  }
}
