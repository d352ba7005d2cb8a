import { demoAccount } from '../demo-accounts.ts'
import { plant } from '../plant.ts'
import { EMPTIED } from '../schema.ts'
import { DEFAULT_SWITCHES } from '../switches.ts'
import type { World } from '../world.ts'
import { plantDemo } from './demo.ts'
import { plantLarge } from './large.ts'

/** The worlds that the simulator knows by name. All know the users of the demo account. */
export const SEEDS = ['demo', 'empty', 'large'] as const
export type Seed = (typeof SEEDS)[number]

const PLANT: Record<Seed, (world: World) => void> = {
  empty: () => {},
  demo: plantDemo,
  large: plantLarge,
}

/** Clears the world, its log, its faults and its switches, and plants the named one. */
export function sow(world: World, seed: Seed): void {
  world.unit(() => {
    for (const table of EMPTIED) world.exec(`DELETE FROM ${table}`)
    world.turn(DEFAULT_SWITCHES)
    world.keep('seed', seed)
    plant(world, demoAccount)
    PLANT[seed](world)
  })
}

/** The name of the world that was planted, or null for a new file. */
export function sownSeed(world: World): Seed | null {
  const kept = world.setting('seed')
  return SEEDS.find((seed) => seed === kept) ?? null
}
