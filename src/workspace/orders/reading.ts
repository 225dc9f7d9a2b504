import { oldestKeptMs } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../core/time.ts'
import { errorName, log } from '../../log.ts'
import { callAmazon } from '../../store/call.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { marketplacesOf } from '../../store/directory.ts'
import { openSnapshot } from '../../store/figures.ts'
import { waitFor } from '../../store/limiter.ts'
import { standingOf } from '../../store/standing.ts'
import { noteProgress, type Run } from '../../store/sync.ts'
import type { Brought, Resting } from '../reading/reader.ts'
import { joinOrders, type OpenOrders, oldestOrderMs, openOrders } from './open-orders.ts'

/** A limit on everything: 20,000 open orders are 200 pages, of which 180 come one in three minutes. */
const ROWS_MAX = 20_000
/** Amazon's clock and ours differ, and its list lags: what changed in these last minutes is asked for again. */
const OVERLAP_MS = 5 * MINUTE_MS
/** Beyond this the changes since are more than the open orders themselves. */
const CHANGES_MAX_MS = 7 * DAY_MS
/** No page is waited for longer with an access token in hand: the reading rests until the plan has a turn. */
const TURN_WAIT_MS_MAX = 5 * SECOND_MS
/** Nor is one page tried again for longer: where Amazon throttles, its plan has a turn minutes later. */
const PAGE_MS_MAX = 60 * SECOND_MS
/** Amazon's description gives its page tokens a day. */
const REST_MS_MAX = 20 * 60 * MINUTE_MS

/**
 * Reads the open orders of all marketplaces: the first time all of them, then what changed since. The usage plan gives
 * twenty pages at once and then one in three minutes, so a large list comes in parts: what is there is stored, and the
 * reading rests until the next turn without an access token. What came before a fault is kept: the next reading goes on
 * at the page that failed, as long as Amazon's page tokens live. Faults: those of callAmazon, too-many-rows, storage-down.
 */
export async function readOrders(
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought | Resting, Fault>> {
  const opened = await openSnapshot(context, { kind: 'orders', part: run.part }, openOrders)
  if (!opened.ok) return opened
  const marketplaces = await listed(context)
  if (!marketplaces.ok) return marketplaces
  const nowMs = context.clock()
  const oldestMs = oldestKeptMs('orders', nowMs)
  const stored = opened.value?.value
  let value = begin(stored, nowMs, oldestMs)
  while (value.rest !== undefined) {
    if (turnMs(context) > TURN_WAIT_MS_MAX) return ok(parted(context, value))
    const { since, nextToken } = value.rest
    const ids = marketplaces.value
    const query = { marketplaceIds: ids, since, nextToken: nextToken || undefined }
    const ask = { operation: 'searchOrders', query, untilMs: context.clock() + PAGE_MS_MAX } as const
    const page = await callAmazon(context, held, ask, run.cause)
    // Throttled in the middle: what is there is kept, and the plan's next turn goes on with it.
    if (!page.ok && page.fault === 'amazon-busy' && nextToken !== '') return ok(parted(context, value))
    // Amazon takes its page token no more: what changed since the list was whole is asked for from the start.
    if (!page.ok && page.fault === 'amazon-changed' && nextToken !== '' && value === stored) {
      value = begin({ ...stored, rest: undefined }, nowMs, oldestMs)
      continue
    }
    if (!page.ok) return cutShort(context, { value, stored, fault: page.fault })
    const rows = [...joinOrders(value.rows, page.value.rows, oldestMs)]
    if (rows.length > ROWS_MAX) return fail('too-many-rows')
    noteProgress(context, run, rows.length)
    value = next(value, rows, page.value.nextToken)
  }
  return ok(brought(context, value))
}

/** Where this reading starts: at the rest of the last one, with what changed since, or with everything that is open. */
function begin(stored: OpenOrders | undefined, nowMs: number, oldestMs: number): OpenOrders {
  if (stored?.rest !== undefined && nowMs - stored.rest.begunMs < REST_MS_MAX) return stored
  const wholeMs = stored?.rest === undefined ? stored?.throughMs : undefined
  const known = wholeMs !== undefined && nowMs - wholeMs < CHANGES_MAX_MS
  const since = known ? { updatedMs: wholeMs - OVERLAP_MS } : { openCreatedMs: oldestMs }
  return {
    rows: known && stored !== undefined ? stored.rows : [],
    throughMs: stored?.throughMs,
    rest: { since, nextToken: '', begunMs: nowMs },
  }
}

function next(value: OpenOrders, rows: OpenOrders['rows'], nextToken: string | undefined): OpenOrders {
  if (value.rest === undefined) return value
  return nextToken === undefined
    ? { rows, throughMs: value.rest.begunMs }
    : { rows, throughMs: value.throughMs, rest: { ...value.rest, nextToken } }
}

const brought = ({ clock }: StoreContext, value: OpenOrders): Brought => ({
  value,
  rows: value.rows.length,
  oldestMs: oldestOrderMs(value.rows, clock()),
})

/** With the pages that this reading has brought before the fault, if any. */
function cutShort(
  context: StoreContext,
  of: { readonly value: OpenOrders; readonly stored: OpenOrders | undefined; readonly fault: Fault },
): Result<Brought, Fault> {
  const { value, stored, fault } = of
  const hasPages = value !== stored && value.rest?.nextToken !== ''
  return hasPages ? ok({ ...brought(context, value), fault }) : fail(fault)
}

/** What is there so far, to go on with at the plan's next turn. */
const parted = (context: StoreContext, value: OpenOrders): Brought => ({
  ...brought(context, value),
  continueMs: context.clock() + turnMs(context),
})

const turnMs = (context: StoreContext): number => waitFor(context, 'searchOrders', context.clock())

async function listed(
  context: StoreContext,
): Promise<Result<Awaited<ReturnType<typeof marketplacesOf>>, Fault>> {
  const id = standingOf(context.storage.sql)?.store_id
  if (id === undefined) return fail('store-stopped')
  try {
    return ok(await marketplacesOf(context.db, id))
  } catch (thrown) {
    log('warn', { event: 'directory.unreachable', store: id, error: errorName(thrown) })
    return fail('storage-down')
  }
}
