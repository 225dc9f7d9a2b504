import { OPERATIONS } from '../../amazon/operations.ts'
import { oldestKeptMs } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { ok, type Result } from '../../core/result.ts'
import { DAY_MS, SECOND_MS } from '../../core/time.ts'
import { callAmazon } from '../../store/call.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import { waitFor } from '../../store/limiter.ts'
import { noteProgress, type Run } from '../../store/sync.ts'
import type { Brought, Resting } from '../reading/reader.ts'
import { type ChargeHistory, chargeHistory, joinWindow, nextWindow, trimCharges } from './charge-history.ts'

/** Amazon takes windows of 180 days; smaller ones come whole sooner, and this month is what a budget asks for. */
const STEP_MS = 31 * DAY_MS
/** Charges are posted late: so much of what is known is read again each time. */
const AGAIN_MS = 10 * DAY_MS
/** A year back and the month before it: what a budget is set by. Never beyond the retention limit. */
const BACK_MS = 396 * DAY_MS
const TURN_WAIT_MS_MAX = 5 * SECOND_MS
/** Every order is an event of a window too, so a large seller's month is many pages; each part is stored. */
const PAGES_A_PART = 60

/**
 * Reads advertising charges and refunds of all currencies: the newest weeks first, then window by window backwards.
 * A long history comes in parts, between which the reading rests without an access token. This is the one place that
 * knows Amazon's source of charges. Faults: those of callAmazon.
 */
export async function readCharges(
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought | Resting, Fault>> {
  const opened = await openSnapshot(context, { kind: 'charges', part: run.part }, chargeHistory)
  if (!opened.ok) return opened
  const nowMs = context.clock()
  const oldestMs = Math.max(oldestKeptMs('charges', nowMs), nowMs - BACK_MS)
  const steps = { nowMs, oldestMs, stepMs: STEP_MS, againMs: AGAIN_MS }
  let known = opened.value && trimCharges(opened.value.value, oldestKeptMs('charges', nowMs))
  // A window that was cut off goes on where it was; the newest is read before any of the past.
  let window = opened.value?.value.window ?? nextWindow(known, { ...steps, newestRead: false })
  for (let page = 0; window !== undefined; page += 1) {
    const waitMs = waitFor(
      context.storage.sql,
      'listFinancialEvents',
      OPERATIONS.listFinancialEvents,
      context.clock(),
    )
    if (page >= PAGES_A_PART || waitMs > TURN_WAIT_MS_MAX) {
      return ok(parted(known, window, context.clock() + Math.max(waitMs, SECOND_MS)))
    }
    const query = {
      postedAfterMs: window.fromMs,
      postedBeforeMs: window.toMs,
      nextToken: window.nextToken || undefined,
    }
    const answer = await callAmazon(context, held, { operation: 'listFinancialEvents', query }, run.cause)
    if (!answer.ok) return answer
    window.charges.push(...answer.value.charges)
    if (answer.value.nextToken !== undefined) {
      window.nextToken = answer.value.nextToken
      continue
    }
    known = joinWindow(known, window)
    noteProgress(context, run, known.charges.length)
    window = nextWindow(known, { ...steps, newestRead: true })
  }
  return ok(brought(known ?? { charges: [], fromMs: nowMs, throughMs: nowMs }))
}

const brought = (value: ChargeHistory): Brought => ({
  value,
  rows: value.charges.length,
  oldestMs: value.fromMs,
})

/** What is known so far, with the window that is being read beside it. */
function parted(
  known: ChargeHistory | undefined,
  window: NonNullable<ChargeHistory['window']>,
  continueMs: number,
): Brought {
  const value = known ?? { charges: [], fromMs: window.toMs, throughMs: window.toMs }
  return { ...brought({ ...value, window }), continueMs }
}
