import * as z from 'zod'
import { type AlertKind, markTold, raiseAlert, untoldAlerts } from '../alerts/alerts.ts'
import { homeZoneOf } from '../amazon/regions.ts'
import { type NoticeKind, noticeKind, RENEWAL_NOTICE_DAYS } from '../audit/events.ts'
import type { PersonId, StoreId } from '../core/id.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import { DAY_MS } from '../core/time.ts'
import { type Person, personById } from '../identity/people.ts'
import { errorName, log } from '../log.ts'
import { type Mail, sendMail } from '../mail/send.ts'
import {
  authorizationRefusedMail,
  connectionReplacedMail,
  renewalDueMail,
  sellerMismatchMail,
  supersededMail,
} from '../mail/templates.ts'
import type { StoreContext } from './context.ts'
import { AUTHORIZATION_DAYS, membersToTell } from './directory.ts'
import { armDuty, dropDuty } from './duty.ts'
import { type Standing, standingOf } from './standing.ts'

/**
 * What the people of a store are to be told, kept in its object until it was: a row when it happens, then one mail to
 * each member and one alert in D1. A row stays when it is done, so nothing is told twice.
 */
const row = z.object({
  id: z.string(),
  what: noticeKind,
  days: z.literal(RENEWAL_NOTICE_DAYS).nullable(),
  authorized_ms: z.number(),
})
type Notice = z.infer<typeof row>

type NotTold = 'mail-down' | 'storage-down'

const KIND: { readonly [K in NoticeKind]: AlertKind } = {
  'renewal-due': 'renewal-due',
  'seller-mismatch': 'seller-mismatch',
  superseded: 'store-superseded',
  'connection-replaced': 'store-superseded',
  'authorization-refused': 'authorization-refused',
}

/** Starts the clock of an authorization: its notices are due before its end; those of the year before are not. */
export function beginYear({ storage, clock }: StoreContext, authorizedMs: number): void {
  dropDuty(storage, 'renewal-notice')
  armDuty(storage, clock, 'renewal-notice', noticeMs(authorizedMs, RENEWAL_NOTICE_DAYS[0]))
}

const noticeMs = (authorizedMs: number, days: number): number =>
  authorizedMs + (AUTHORIZATION_DAYS - days) * DAY_MS

/**
 * Notes the renewal notice whose time has come, and when the next one comes. After a long sleep only the most urgent
 * is given; once the year is over, none. Idempotent.
 */
export function giveRenewalNotice(context: StoreContext): void {
  const { storage, clock } = context
  dropDuty(storage, 'renewal-notice')
  const standing = standingOf(storage.sql)
  if (standing?.state !== 'connected' || standing.authorized_ms === null) return
  const { authorized_ms: authorizedMs } = standing
  const due = RENEWAL_NOTICE_DAYS.findLast((days) => noticeMs(authorizedMs, days) <= clock())
  if (due !== undefined && clock() < noticeMs(authorizedMs, 0)) note(context, standing, 'renewal-due', due)
  const next = RENEWAL_NOTICE_DAYS.find((days) => noticeMs(authorizedMs, days) > clock())
  if (next !== undefined) armDuty(storage, clock, 'renewal-notice', noticeMs(authorizedMs, next))
}

/** Notes in the turn of a stop that the store's people are to be told of it. Idempotent for one authorization. */
export function noteToPeople(
  context: StoreContext,
  what: Exclude<NoticeKind, 'renewal-due' | 'connection-replaced'>,
): void {
  const standing = standingOf(context.storage.sql)
  if (standing !== undefined) note(context, standing, what)
}

/** Notes that an earlier connection of the seller has stopped for this one: on the record, and told. Idempotent. */
export function noteReplaced(context: StoreContext, earlier: StoreId): void {
  const standing = standingOf(context.storage.sql)
  if (standing === undefined) return
  const isNew = note(context, standing, 'connection-replaced', earlier)
  if (isNew) context.record.append({ kind: 'connection.replaced' }, 'machine/consent')
}

/** `detail` tells notices of one kind about one authorization apart. True when it was not noted before. */
function note(
  { storage, clock }: StoreContext,
  { store_id, generation, authorized_ms }: Standing,
  what: NoticeKind,
  detail?: (typeof RENEWAL_NOTICE_DAYS)[number] | StoreId,
): boolean {
  const word = what === 'renewal-due' ? 'renewal' : what
  const id = [word, store_id, generation, ...(detail === undefined ? [] : [detail])].join('/')
  const noted = storage.sql.exec(
    'INSERT INTO notice (id, what, days, authorized_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    id,
    what,
    typeof detail === 'number' ? detail : null,
    authorized_ms ?? 0,
  )
  armDuty(storage, clock, 'tell-people', clock())
  return noted.rowsWritten > 0
}

/**
 * Tells a store's people what was noted: an alert, then a mail to each in their language, then one entry of the record.
 * A mail that was handed over is not sent again. Faults: mail-down, storage-down; then call again.
 */
export async function tellPeople(context: StoreContext): Promise<Result<undefined, NotTold>> {
  const { sql } = context.storage
  const waiting = z
    .array(row)
    .parse(sql.exec('SELECT id, what, days, authorized_ms FROM notice WHERE done_ms IS NULL').toArray())
  let done: Result<undefined, NotTold> = ok(undefined)
  for (const notice of waiting) {
    const told = await tell(context, notice)
    if (!told.ok) done = told
  }
  return done
}

async function tell(context: StoreContext, notice: Notice): Promise<Result<undefined, NotTold>> {
  const { db, storage, clock, record } = context
  const { id, what, days } = notice
  const standing = standingOf(storage.sql)
  if (standing === undefined || isOver(standing, notice)) {
    setDone(context, id)
    return ok(undefined)
  }
  try {
    await raiseAlert(db, { id, kind: KIND[what], storeId: standing.store_id, nowMs: clock() })
    const [untold] = await untoldAlerts(db, [id])
    const mailed = untold === undefined ? ok(0) : await mailMembers(context, standing, notice)
    if (!mailed.ok) return mailed
    await markTold(db, id, clock())
    if (untold !== undefined) {
      const sent = { kind: 'notice.sent', what, people: mailed.value } as const
      record.append(days === null ? sent : { ...sent, days }, 'machine/notice')
    }
  } catch (thrown) {
    log('warn', { event: 'notice.waits', store: standing.store_id, error: errorName(thrown) })
    return fail('storage-down')
  }
  setDone(context, id)
  return ok(undefined)
}

/** A renewal that came before its notice was sent, or a stop, makes the notice untrue. What has happened stays true. */
const isOver = (standing: Standing, { what, authorized_ms }: Notice): boolean =>
  what === 'renewal-due' && (standing.state !== 'connected' || standing.authorized_ms !== authorized_ms)

function setDone({ storage, clock }: StoreContext, id: string): void {
  storage.sql.exec('UPDATE notice SET done_ms = ? WHERE id = ?', clock(), id)
  storage.sql.exec('DELETE FROM notice_told WHERE notice_id = ?', id)
}

/** One mail to each member who has none yet, and how many have one now. A member who cannot be reached holds up no other. */
async function mailMembers(
  context: StoreContext,
  standing: Standing,
  notice: Notice,
): Promise<Result<number, 'mail-down'>> {
  const { db, mail, storage } = context
  const members = await membersToTell(db, standing.store_id)
  if (members === undefined) return ok(0)
  let isDown = false
  for (const id of members.people) {
    if (wasTold(storage.sql, notice.id, id)) continue
    const person = await personById(db, id)
    if (person === undefined) continue
    const sent = await sendMail(mail, mailAbout(context, { standing, notice, members, person }))
    if (sent.ok) {
      storage.sql.exec('INSERT INTO notice_told (notice_id, person_id) VALUES (?, ?)', notice.id, id)
      continue
    }
    log('warn', { event: sent.fault, store: standing.store_id })
    // An address that can be no mail's header stays so: asking again would hold the notice up for ever.
    isDown ||= sent.fault === 'mail-down'
  }
  return isDown ? fail('mail-down') : ok(toldCount(storage.sql, notice.id))
}

const toldCount = (sql: SqlStorage, notice: string): number =>
  Number(sql.exec('SELECT count(*) AS told FROM notice_told WHERE notice_id = ?', notice).one()['told'])

const wasTold = (sql: SqlStorage, notice: string, person: PersonId): boolean =>
  sql.exec('SELECT 1 FROM notice_told WHERE notice_id = ? AND person_id = ?', notice, person).toArray()
    .length > 0

interface Telling {
  readonly standing: Standing
  readonly notice: Notice
  readonly members: NonNullable<Awaited<ReturnType<typeof membersToTell>>>
  readonly person: Person
}

function mailAbout({ origin, support }: StoreContext, { standing, notice, members, person }: Telling): Mail {
  const store = { id: standing.store_id, name: members.name, seller: standing.seller_id }
  const given = { to: person.email, language: person.language, origin, support, store }
  switch (notice.what) {
    case 'renewal-due': {
      const zone = homeZoneOf(members.country)
      return renewalDueMail({ ...given, untilMs: noticeMs(notice.authorized_ms, 0), zone })
    }
    case 'seller-mismatch':
      return sellerMismatchMail(given)
    case 'superseded':
      return supersededMail(given)
    case 'connection-replaced':
      return connectionReplacedMail(given)
    case 'authorization-refused':
      return authorizationRefusedMail(given)
    default:
      return unreachable(notice.what)
  }
}
