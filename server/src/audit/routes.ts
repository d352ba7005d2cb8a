import * as contract from '@grantdesk/shared/audit'
import { bind, type Door } from '../http/bind.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/database.ts'
import { showHealth } from './show-health.ts'
import { verifyChain } from './verify-chain.ts'

export function auditRoutes(door: Door, needs: { database: Database; clock: Clock }): void {
  bind(door, contract.showAuditHealth, showHealth(needs))
  bind(door, contract.verifyAudit, verifyChain(needs))
}
