import { readApplication, secretOverlapEndsMs } from '../consent/application.ts'
import { liveAuthorizations } from '../consent/grants.ts'
import { callbackOrigin, isMidwayOn } from '../consent/workflow.ts'
import { readFaults } from '../faults.ts'
import { heldAnswers, isHolding, latencies } from '../gate.ts'
import { waitingCalls } from '../journal.ts'
import { readMails } from '../mailbox.ts'
import { readPlans } from '../reports/kinds.ts'
import { listings } from '../sellers/catalogue.ts'
import { isOpen, ordersAt } from '../sellers/orders.ts'
import { SELLERS, type Seller } from '../sellers/sellers.ts'
import { sellerNow } from '../sellers/settings.ts'
import { hasTransactions } from '../spapi/transactions.ts'
import { clockOffsetSeconds, clockStoppedAtMs, now, type World } from '../world.ts'

type CallCount = {
  service: string
  operation: string
  grant_type: string | null
  status: number | null
  count: number
}

/**
 * Everything worth knowing at a glance, without a secret. `calls` counts the journal's lines, `waiting` those in flight
 * by operation, `held` the answers that only a release lets go.
 */
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
    application: {
      ...application,
      secret_overlap_ends_ms: secretOverlapEndsMs(world) ?? null,
    },
    workflow: { midway: isMidwayOn(world.sql), callback_origin: callbackOrigin(world.sql) ?? null },
    lwa: { holding: isHolding(world.sql), waiting: heldAnswers(world.gate, { operation: 'token' }).length },
    waiting: waitingCalls(world),
    held: heldAnswers(world.gate).length,
    latency_ms: latencies(world.sql),
    faults: readFaults(world.sql),
    sellers: SELLERS.map((seller) => describeSeller(world, sellerNow(world, seller))),
    report_plans: readPlans(world.sql),
    calls: calls.toArray(),
    mails: readMails().length,
  }
}

/** Of the orders that are not open, only the newest are named. */
const CLOSED_ORDERS = 20

function describeSeller(world: World, seller: Seller) {
  const orders = ordersAt(world.variables.SEED, seller, now(world))
  const open = orders.filter(isOpen)
  const closed = orders.filter((one) => !isOpen(one)).slice(0, CLOSED_ORDERS)
  return {
    id: seller.id,
    name: seller.name,
    region: seller.region,
    authorizations: liveAuthorizations(world, seller.id),
    transactions: hasTransactions(world.sql, seller.id),
    hostile: seller.hostile === true,
    skus: seller.skuCount,
    marketplaces: seller.marketplaces.map((one) => ({
      id: one.id,
      country: one.countryCode,
      listings: listings(world.variables.SEED, seller, one).length,
    })),
    open_orders: open.length,
    orders: [...open, ...closed].map((one) => one.orderId),
  }
}
