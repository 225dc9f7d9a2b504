import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts'
import { personById } from '../../identity/people.ts'
import { errorName, log } from '../../log.ts'
import { type Mail, sendMail } from '../../mail/send.ts'
import { watchMail } from '../../mail/templates.ts'
import type { StoreContext } from '../../store/context.ts'
import { marketplacesOf, membersToTell } from '../../store/directory.ts'
import { armDuty } from '../../store/duty.ts'
import { standingOf } from '../../store/standing.ts'
import type { ReadingPlace } from '../../store/sync.ts'
import { advertisingPlaces } from '../advertising/read.ts'
import type { Item } from '../attention/attention.ts'
import { addressOf, itemInWords, readInWords } from '../attention/attention-view.tsx'
import { foundIn } from '../attention/open.ts'
import { inventoryPlaces } from '../inventory/read.ts'
import { ordersPlaces } from '../orders/read.ts'
import { lookAt, readingOf } from '../reading/look.ts'
import { onRecord } from '../reading/on-record.ts'
import { nextRunMs } from './schedule.ts'
import { type Compared, comparedWithTold, noteTold, takeBackTold } from './told.ts'
import { dropWatch, moveWatch, type Target, type Watch, watchesIn, watchNow } from './watches.ts'

/** What a watch reads is judged this long after it began, and again after as long while it is still being read. */
const JUDGED_AFTER_MS = 2 * MINUTE_MS
/** A reading that takes longer is judged by what is stored: tomorrow there is another. */
const JUDGED_BY_MS = HOUR_MS

type Members = NonNullable<Awaited<ReturnType<typeof membersToTell>>>

/**
 * From the alarm: starts the readings that are due by somebody's watch, each a look on the record with that reason, and
 * tells its setter by mail when something in what was read is urgent by the limits that are set and its last mail did
 * not say so. A watch goes with the fence
 * (store/fence.ts); it ends when its setter is no member any more, and after ninety days. Fault: storage-down, also for
 * a mail that could not be sent; what was not done is tried again.
 */
export async function runWatches(context: StoreContext): Promise<Result<undefined, Fault>> {
  const { storage, clock, db } = context
  const id = standingOf(storage.sql)?.store_id
  const watches = watchesIn(storage.sql)
  if (watches.length === 0 || id === undefined) return ok(undefined)
  let members: Members | undefined
  try {
    members = await membersToTell(db, id)
  } catch (thrown) {
    log('warn', { event: 'directory.unreachable', error: errorName(thrown) })
    return fail('storage-down')
  }
  let done: Result<undefined, Fault> = ok(undefined)
  for (const watch of watches) {
    // Each by itself: what stops one stops no other.
    const ran = await runOne(context, watch, members).catch((thrown: unknown) => {
      log('error', { event: 'watch.failed', error: errorName(thrown) })
      return fail('storage-down' as const)
    })
    if (!ran.ok) done = ran
  }
  const next = watchesIn(storage.sql).map(({ dueMs, judgeMs }) => Math.min(dueMs, judgeMs ?? dueMs))
  // The caller has a failure come back after a while; until then the times that have passed are no hurry.
  const ahead = next.filter((ms) => done.ok || ms > clock())
  if (ahead.length > 0) armDuty(storage, clock, 'watch', Math.min(...ahead))
  return done
}

async function runOne(
  context: StoreContext,
  listed: Watch,
  members: Members | undefined,
): Promise<Result<undefined, Fault>> {
  const nowMs = context.clock()
  const { sql } = context.storage
  // Others had their turn since it was listed: its setter or a fence may have ended it.
  const watch = watchNow(sql, listed)
  if (watch === undefined) return ok(undefined)
  const isMember = members?.people.includes(watch.personId) === true
  if (!isMember || nowMs >= watch.untilMs || standingOf(sql)?.state !== 'connected') {
    dropWatch(context, watch)
    return ok(undefined)
  }
  if (watch.dueMs <= nowMs) return look(context, watch)
  const isToJudge = watch.judgeMs !== undefined && watch.judgeMs <= nowMs
  return isToJudge ? judge(context, watch, members) : ok(undefined)
}

/** One look on the record, in the name of who set the watch. It comes again where the usage plan has no turn yet. */
async function look(context: StoreContext, watch: Watch): Promise<Result<undefined, Fault>> {
  const nowMs = context.clock()
  const places = await placesOf(context, watch.target)
  const { view, marketplaceId: marketplace } = watch.target
  const of = {
    look: { view, reason: 'watch', ...(marketplace && { marketplace }) } as const,
    actor: personActor(watch.personId),
    shownOf: () => undefined,
  }
  const looked = await onRecord(context, of, async (cause) =>
    ok(lookAt(context, places, { cause, again: false })),
  )
  // The store was stopped meanwhile, and the watch with it.
  if (!looked.ok) return ok(undefined)
  const waits = looked.value.flatMap(({ mayBeginMs }) => mayBeginMs ?? [])
  const next =
    waits.length > 0
      ? { dueMs: Math.max(...waits), judgeMs: undefined }
      : { dueMs: nextRunMs(watch.schedule, nowMs), judgeMs: nowMs + JUDGED_AFTER_MS }
  moveWatch(context, watch, next)
  return ok(undefined)
}

/** What a watch looks at. The whole store's charges are compared with the sales of all its marketplaces. */
async function placesOf(
  context: StoreContext,
  { view, marketplaceId }: Target,
): Promise<readonly ReadingPlace[]> {
  if (view === 'inventory' && marketplaceId !== null) return inventoryPlaces(marketplaceId)
  if (view === 'orders' && marketplaceId !== null) return ordersPlaces(marketplaceId)
  const id = standingOf(context.storage.sql)?.store_id
  return advertisingPlaces(id === undefined ? [] : await marketplacesOf(context.db, id))
}

/**
 * Tells the setter what is urgent in what was read; no mail where nothing is, or nothing that the last mail did not say.
 * What the mail says is noted before it leaves and taken back when the carrier did not take it, so an object that dies
 * in between sends it once or never. A mail that came twice would belie that it tells what is new; one that is lost
 * takes little with it: what waits stands in the app, and in the next mail as told before.
 */
async function judge(
  context: StoreContext,
  watch: Watch,
  members: Members | undefined,
): Promise<Result<undefined, Fault>> {
  const nowMs = context.clock()
  const { target, dueMs } = watch
  const places = await placesOf(context, target)
  const isRunning = places.some((place) => {
    const { state, begunMs = nowMs } = readingOf(context, place)
    return state === 'running' && nowMs - begunMs < JUDGED_BY_MS
  })
  if (isRunning) {
    moveWatch(context, watch, { dueMs, judgeMs: nowMs + JUDGED_AFTER_MS })
    return ok(undefined)
  }
  const found = await foundIn(context, { country: members?.country ?? '' })
  if (!found.ok) return found
  const { sql } = context.storage
  const of = { watch, store: standingOf(sql)?.store_id ?? '' }
  const urgent = found.value.filter(({ item }) => isOf(item, target))
  const compared = comparedWithTold(sql, of, urgent)
  const isToTell = compared.some(({ fresh }) => fresh > 0)
  const mail = isToTell ? await mailOf(context, watch, members, compared) : undefined
  // One that was ended meanwhile says nothing more and leaves nothing behind.
  if (watchNow(sql, watch) === undefined) return ok(undefined)
  const before = noteTold(sql, of, urgent, { isMailed: isToTell })
  moveWatch(context, watch, { dueMs, judgeMs: undefined })
  if (mail === undefined) return ok(undefined)
  const sent = await sendMail(context.mail, mail)
  // An address that can be no mail's header stays so: asking again would hold the watch up for ever.
  if (!sent.ok && sent.fault === 'mail-refused') return ok(undefined)
  if (!sent.ok) {
    if (watchNow(sql, watch) !== undefined) takeBackTold(sql, of, urgent, before)
    moveWatch(context, watch, { dueMs, judgeMs: nowMs + JUDGED_AFTER_MS })
    return fail('storage-down')
  }
  const items = compared.length
  context.record.append({ kind: 'watch.told', view: target.view, items }, 'machine/watch')
  return ok(undefined)
}

/** Whether an item speaks of what the watch reads; that the authorization ends is of interest to every watch. */
function isOf(item: Item, { view, marketplaceId }: Target): boolean {
  switch (item.what) {
    case 'orders-overdue':
    case 'orders-due':
      return view === 'orders'
    case 'error-budget':
      return view === 'orders' && item.marketplaceId === marketplaceId
    case 'low-cover':
    case 'reorder':
      return view === 'inventory' && item.marketplaceId === marketplaceId
    case 'budget':
      return view === 'advertising'
    case 'authorization':
      return true
    default:
      return item satisfies never
  }
}

/** The mail that says so to the setter, in their language; undefined where nobody is there to tell. */
async function mailOf(
  { db, origin, support, storage }: StoreContext,
  { target, personId, schedule: { zone } }: Watch,
  members: Members | undefined,
  found: readonly Compared[],
): Promise<Mail | undefined> {
  const id = standingOf(storage.sql)?.store_id
  const person = await personById(db, personId)
  if (person === undefined || id === undefined || members === undefined) return undefined
  const { language } = person
  const lines = found.map(({ item, marks, fresh }) => ({
    text: `${itemInWords(item, language)} ${readInWords(item, zone, language)}`.trimEnd(),
    url: `${origin}${addressOf(item, id)}`,
    fresh,
    all: marks.length,
  }))
  const store = { id, name: members.name, seller: members.sellerId }
  return watchMail({ to: person.email, language, origin, support, store, view: target.view, lines })
}
