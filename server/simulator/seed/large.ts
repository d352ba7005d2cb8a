import type { World } from '../world.ts'
export function plantLarge(_world: World): void {}
