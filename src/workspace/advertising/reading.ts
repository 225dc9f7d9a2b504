import { oldestKeptMs } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { ok, type Result } from '../../core/result.ts'
import { DAY_MS, SECOND_MS } from '../../core/time.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import { noteProgress, type Run } from '../../store/sync.ts'
import type { Brought, Resting } from '../reading/reader.ts'
import {
  type ChargeHistory,
  type ChargeWindow,
  chargeHistory,
  firstWindow,
  isNothing,
  joinWindow,
  nextWindow,
  nothingKnown,
  trimCharges,
} from './charge-history.ts'
import { withPage } from './charges.ts'
import { chargesTurnMs, readChargesPage } from './source.ts'

/** A year back and the month before it: what a budget is set by. Never beyond the retention limit. */
const BACK_MS = 396 * DAY_MS
const TURN_WAIT_MS_MAX = 5 * SECOND_MS
/** Every order is an event of a window too, so a large seller's month is many pages; each part is stored. */
const PAGES_A_PART = 60

/** How far back the history is read at this moment. */
export const oldestReadMs = (nowMs: number): number =>
  Math.max(oldestKeptMs('charges', nowMs), nowMs - BACK_MS)

/**
 * Reads advertising charges and refunds of all currencies: the newest weeks first, then window by window backwards.
 * A long history comes in parts, between which the reading rests without an access token; the first part ends with the
 * newest window, so that this month is shown while the past is read. What came before a fault is kept: the next reading
 * goes on at the page that failed, or after an hour at that window's start. Faults: those of callAmazon.
 */
export async function readCharges(
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought | Resting, Fault>> {
  const opened = await openSnapshot(context, { kind: run.kind, part: run.part }, chargeHistory)
  if (!opened.ok) return opened
  const stored = opened.value?.value
  const nowMs = context.clock()
  const reach = { nowMs, oldestMs: oldestReadMs(nowMs) }
  let known = stored && trimCharges(stored, oldestKeptMs('charges', nowMs))
  let window = firstWindow(stored, known, reach)
  let hasPages = false
  let isTokenOld = (window?.nextToken ?? '') !== ''
  for (let page = 0; window !== undefined; page += 1) {
    const waitMs = chargesTurnMs(context)
    if (page >= PAGES_A_PART || waitMs > TURN_WAIT_MS_MAX) return ok(parted(context, known, window, waitMs))
    const answer = await readChargesPage(context, held, { window, cause: run.cause })
    if (!answer.ok) {
      if (!isTokenOld || answer.fault !== 'amazon-changed') {
        return hasPages ? ok({ ...partOf(known, window), fault: answer.fault }) : answer
      }
      // The page token of a window that was cut off has died meanwhile: the window is read from its start.
      window = { ...window, nextToken: '', charges: [] }
      isTokenOld = false
      continue
    }
    isTokenOld = false
    hasPages = true
    window.charges = [...withPage(window.charges, answer.value.charges)]
    noteProgress(context, run, (known?.charges.length ?? 0) + window.charges.length)
    if (answer.value.nextToken !== undefined) {
      window.nextToken = answer.value.nextToken
      continue
    }
    const wasNothing = isNothing(known)
    known = joinWindow(known, window)
    window = nextWindow(known, reach)
    if (wasNothing && window !== undefined) {
      return ok(parted(context, known, window, 0))
    }
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
  { clock }: StoreContext,
  known: ChargeHistory | undefined,
  window: ChargeWindow,
  waitMs: number,
): Brought {
  const continueMs = clock() + Math.max(waitMs, SECOND_MS)
  return { ...partOf(known, window), continueMs }
}

const partOf = (known: ChargeHistory | undefined, window: ChargeWindow): Brought =>
  brought({ ...(known ?? nothingKnown(window)), window })
