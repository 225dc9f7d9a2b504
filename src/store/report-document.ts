import { fetchDocument } from '../amazon/document.ts'
import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import { log } from '../log.ts'
import { backOffMs } from './back-off.ts'
import { callAmazon } from './call.ts'
import type { HeldToken, StoreContext } from './context.ts'
import { isNewest } from './incarnation.ts'
import { standingOf } from './standing.ts'

/** Each try takes a token of a plan that refills once a minute: a new signed address for each. */
const TRIES_MAX = 3

/**
 * Fetches the document of a finished report and hands its lines to a fresh taker: one made by `open` for each try, so
 * that half a document leaves nothing behind. The fetch stands on the record as a call of its own. Nothing is used once
 * the epoch has moved on: fault store-stopped. Others: those of callAmazon, too-many-rows (beyond a size of ours),
 * amazon-changed (not packed as Amazon said, cut off, or an address that is not its storage).
 */
export async function readDocument<Taker extends { readonly line: (text: string) => void }>(
  context: StoreContext,
  held: HeldToken,
  { documentId, cause }: { readonly documentId: string; readonly cause: number },
  open: () => Taker,
): Promise<Result<Taker, Fault>> {
  let last: Fault = 'amazon-down'
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    if (attempt > 1) await context.sleep(backOffMs(context.random, attempt))
    const query = { documentId }
    const found = await callAmazon(context, held, { operation: 'getReportDocument', query }, cause)
    if (!found.ok) return found
    const taker = open()
    const fetched = await oneFetch(context, held, found.value, cause, taker.line)
    if (fetched.ok) return ok(taker)
    if (!fetched.fault.again) return fail(fetched.fault.fault)
    last = fetched.fault.fault
  }
  return fail(last)
}

async function oneFetch(
  context: StoreContext,
  { access }: HeldToken,
  found: { readonly url: string; readonly compressed: boolean },
  cause: number,
  line: (text: string) => void,
): Promise<Result<undefined, { readonly fault: Fault; readonly again: boolean }>> {
  const standing = standingOf(context.storage.sql)
  if (standing?.state !== 'connected' || standing.epoch !== access.epoch) return stopped()
  const intent = { kind: 'call.intent', operation: 'fetchDocument', cause, region: standing.region } as const
  const of = context.record.append(intent, 'machine/reader')
  const answer = await fetchDocument(context.sellingPartner, found, line)
  if (!isNewest(context)) return stopped()
  const status = answer !== undefined && 'status' in answer ? answer.status : undefined
  const result =
    answer === undefined ? 'not-sent' : answer.outcome === 'unknown' ? 'unknown' : ('answered' as const)
  context.record.append({ kind: 'call.outcome', of, result, status }, 'machine/reader')
  if (standingOf(context.storage.sql)?.epoch !== access.epoch) return stopped()
  switch (answer?.outcome) {
    case 'read':
      return ok(undefined)
    case 'refused':
    case 'transient':
    case 'unknown':
      return fail({ fault: 'amazon-down', again: true })
    case 'unreadable':
      return fail({ fault: answer.why === 'size' ? 'too-many-rows' : 'amazon-changed', again: false })
    case undefined:
      log('error', { event: 'amazon.changed', fault: 'amazon-changed', operation: 'fetchDocument' })
      return fail({ fault: 'amazon-changed', again: false })
    default:
      return unreachable(answer)
  }
}

const stopped = () => fail({ fault: 'store-stopped' as Fault, again: false })
