import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
type Planted = { canary: (hex: string) => string }
type Detector = { leakIn: (text: string) => string | null }

// By path, since no floor may import both: the detector belongs to the front door, the planting to the simulator.
test('what the simulated cloud plants is what the detector finds', async () => {
  const { canary } = (await import(join(root, 'server/simulator/canary.ts'))) as Planted
  const { leakIn } = (await import(join(root, 'e2e/support/canary.ts'))) as Detector
  for (const digit of '0123456789abcdef') {
    const secret = canary(digit.repeat(32))
    expect(leakIn(`{"app_key":"${secret}"}`)).toBe(`plain: ${secret}`)
  }
})
