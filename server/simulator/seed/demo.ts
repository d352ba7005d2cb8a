import type { World } from '../world.ts'
export function plantDemo(_world: World): void {}
