import { and, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm'
import { base64url, hashOf } from '../core/bytes.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS, type Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { mailLink } from './tables.ts'

/** Long enough for greylisting and a walk to the telephone, short for a link that lies in a mailbox. */
const MAIL_LINK_TTL_MS = 15 * MINUTE_MS
/** Mails to one address for one purpose: a form of ours must not fill a stranger's mailbox. */
const MAILS_PER_HOUR_MAX = 5

export type MailPurpose = 'sign-up' | 'recovery'
export interface MailLink {
  readonly email: string
  readonly purpose: MailPurpose
}

/**
 * Makes the newest link for this address and purpose; an older one is dead from now on. Returns its token, or
 * undefined after five within the hour (then the older link stays). The same work for known and unknown addresses.
 * Rows older than a day go, so that addresses of people who never came back are not kept.
 */
export async function makeMailLink(
  db: Database,
  given: MailLink & { readonly clock: Clock; readonly random: Random },
): Promise<string | undefined> {
  const token = base64url(given.random(32))
  const nowMs = given.clock()
  const anew = lte(mailLink.askedSinceMs, nowMs - HOUR_MS)
  const fresh = { hash: await hashOf(token), createdAtMs: nowMs, usedAtMs: null }
  const [, made] = await db.batch([
    db.delete(mailLink).where(lt(mailLink.createdAtMs, nowMs - DAY_MS)),
    db
      .insert(mailLink)
      .values({ email: given.email, purpose: given.purpose, ...fresh, asks: 1, askedSinceMs: nowMs })
      .onConflictDoUpdate({
        target: [mailLink.email, mailLink.purpose],
        set: {
          ...fresh,
          asks: sql`CASE WHEN ${anew} THEN 1 ELSE ${mailLink.asks} + 1 END`,
          askedSinceMs: sql`CASE WHEN ${anew} THEN ${nowMs} ELSE ${mailLink.askedSinceMs} END`,
        },
        setWhere: sql`${anew} OR ${mailLink.asks} < ${MAILS_PER_HOUR_MAX}`,
      })
      .returning({ hash: mailLink.hash }),
  ])
  return made.length === 1 ? token : undefined
}

const alive = (hash: string, nowMs: number) =>
  and(eq(mailLink.hash, hash), isNull(mailLink.usedAtMs), gt(mailLink.createdAtMs, nowMs - MAIL_LINK_TTL_MS))

/** What this token would do, without using it: for the page with the button. Faults: link-dead. */
export async function peekMailLink(
  db: Database,
  clock: Clock,
  token: string,
): Promise<Result<MailLink, 'link-dead'>> {
  const [found] = await db
    .select({ email: mailLink.email, purpose: mailLink.purpose })
    .from(mailLink)
    .where(alive(await hashOf(token), clock()))
  return found === undefined ? fail('link-dead') : ok(found)
}

/**
 * Uses the token up and says what it was for: the purpose comes from the row, never from the request. Of several
 * presses at once one succeeds. Faults: link-dead (unknown, used, older than 15 minutes, replaced by a newer one).
 */
export async function consumeMailLink(
  db: Database,
  clock: Clock,
  token: string,
): Promise<Result<MailLink, 'link-dead'>> {
  const nowMs = clock()
  const [used] = await db
    .update(mailLink)
    .set({ usedAtMs: nowMs })
    .where(alive(await hashOf(token), nowMs))
    .returning({ email: mailLink.email, purpose: mailLink.purpose })
  return used === undefined ? fail('link-dead') : ok(used)
}
