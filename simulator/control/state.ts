import { readApplication } from '../consent/application.ts'
import { liveAuthorizations } from '../consent/grants.ts'
import { callbackOrigin, isMidwayOn } from '../consent/workflow.ts'
import { readFaults } from '../faults.ts'
import { isHolding, latencies } from '../gate.ts'
import { readMails } from '../mailbox.ts'
import { listings } from '../sellers/catalogue.ts'
import { SELLERS } from '../sellers/sellers.ts'
import { hasTransactions } from '../spapi/transactions.ts'
import { clockOffsetSeconds, clockStoppedAtMs, now, type World } from '../world.ts'

type CallCount = {
  service: string
  operation: string
  grant_type: string | null
  status: number | null
  count: number
}

/** Everything worth knowing at a glance, without a secret. `calls` counts the journal's lines. */
export function describeState(world: World) {
  const { client_secret: _, ...application } = readApplication(world)
  const calls = world.sql.exec<CallCount>(
    `select service, operation, grant_type, status, count(*) as count from journal
     group by service, operation, grant_type, status order by service, operation, grant_type, status`,
  )
  return {
    clock: {
      offset_seconds: clockOffsetSeconds(world),
      stands: clockStoppedAtMs(world) !== undefined,
      now_ms: now(world),
    },
    application,
    workflow: { midway: isMidwayOn(world.sql), callback_origin: callbackOrigin(world.sql) ?? null },
    lwa: { holding: isHolding(world.sql), waiting: world.gate.waiting.size },
    latency_ms: latencies(world.sql),
    faults: readFaults(world.sql),
    sellers: SELLERS.map((seller) => ({
      id: seller.id,
      name: seller.name,
      region: seller.region,
      authorizations: liveAuthorizations(world, seller.id),
      transactions: hasTransactions(world.sql, seller.id),
      marketplaces: seller.marketplaces.map((one) => ({
        id: one.id,
        country: one.countryCode,
        listings: listings(world.variables.SEED, seller, one).length,
      })),
    })),
    calls: calls.toArray(),
    mails: readMails().length,
  }
}
