import { and, eq, gt, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import { base64url, concat, hashOf, sha256, utf8 } from '../core/bytes.ts'
import { type PersonId, personId } from '../core/id.ts'
import { type Clock, HOUR_MS, MINUTE_MS, type Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import type { Viewer } from '../web/context.ts'
import { sessionSecretIn } from './cookies.ts'
import { person, session } from './tables.ts'

/** OWASP's bound for an unattended browser: half an hour without a request ends the session. */
const SESSION_IDLE_MS = 30 * MINUTE_MS
/** However busy, a person shows a passkey once a working day. */
const SESSION_ABSOLUTE_MS = 12 * HOUR_MS
/** A page load reads the row; only one a minute writes it. */
const LAST_SEEN_WRITTEN_EVERY_MS = MINUTE_MS
/** After a recovery, connect, disconnect, erasure, export and address change wait this long. */
const RECOVERY_COOLING_MS = 24 * HOUR_MS

/** A session before it is stored: the secret goes into the cookie, its SHA-256 into the row. */
export interface NewSession {
  readonly secret: string
  readonly row: typeof session.$inferInsert
}

/** Draws a session for this person. Store the row (`startingSession`) in the batch of what it follows from. */
export async function newSession(of: PersonId, clock: Clock, random: Random): Promise<NewSession> {
  const secret = base64url(random(32))
  const nowMs = clock()
  return {
    secret,
    row: { hash: await hashOf(secret), personId: of, createdAtMs: nowMs, lastSeenAtMs: nowMs },
  }
}

/** The statement that stores it. Always an insert: a session that a stranger planted in the browser is never adopted. */
export const startingSession = (db: Database, of: NewSession) => db.insert(session).values(of.row)

/** A session as a browser names it, at a moment: what the database is asked by. */
export interface NamedSession {
  readonly secret: string
  readonly hash: string
  readonly nowMs: number
}

/** The session that this Cookie header names, alive or not; undefined where it names none. */
export async function namedSession(
  clock: Clock,
  cookieHeader: string | undefined,
): Promise<NamedSession | undefined> {
  const secret = sessionSecretIn(cookieHeader)
  return secret === undefined ? undefined : { secret, hash: await hashOf(secret), nowMs: clock() }
}

/** The statement that finds it while it is alive: not ended, used within 30 minutes, begun within 12 hours. */
export const findingSession = (db: Database, { hash, nowMs }: NamedSession) =>
  db
    .select({
      personId: session.personId,
      lastSeenAtMs: session.lastSeenAtMs,
      recoveredAtMs: person.recoveredAtMs,
    })
    .from(session)
    .innerJoin(person, eq(person.id, session.personId))
    .where(
      and(
        eq(session.hash, hash),
        isNull(session.endedAtMs),
        gt(session.lastSeenAtMs, nowMs - SESSION_IDLE_MS),
        gt(session.createdAtMs, nowMs - SESSION_ABSOLUTE_MS),
      ),
    )

/** Whose it is, alive or not, for a statement that goes along with `findingSession` and counts only with its answer. */
export const personOfSession = ({ hash }: NamedSession): SQL<PersonId> =>
  sql`(SELECT ${session.personId} FROM ${session} WHERE ${session.hash} = ${hash})`

/** The person of a session that was found alive. Writes last-seen at most once a minute. */
export async function viewerFrom(
  db: Database,
  { secret, hash, nowMs }: NamedSession,
  [found]: Awaited<ReturnType<typeof findingSession>>,
): Promise<Viewer | undefined> {
  if (found === undefined) return undefined
  if (found.lastSeenAtMs <= nowMs - LAST_SEEN_WRITTEN_EVERY_MS) await noteSeen(db, hash, nowMs)
  const coolsAtMs = (found.recoveredAtMs ?? 0) + RECOVERY_COOLING_MS
  return {
    personId: personId.parse(found.personId),
    sessionHash: hash,
    formToken: await formTokenOf(secret),
    recoveringUntilMs: coolsAtMs > nowMs ? coolsAtMs : undefined,
  }
}

/** Who sends this Cookie header: the person whose session is alive, or undefined. Reads the primary. */
export async function loadViewer(
  db: Database,
  clock: Clock,
  cookieHeader: string | undefined,
): Promise<Viewer | undefined> {
  const named = await namedSession(clock, cookieHeader)
  return named && viewerFrom(db, named, await findingSession(db, named))
}

/** The same for a session's secret itself. */
export async function viewerOf(db: Database, clock: Clock, secret: string): Promise<Viewer | undefined> {
  const named = { secret, hash: await hashOf(secret), nowMs: clock() }
  return viewerFrom(db, named, await findingSession(db, named))
}

/** The condition repeats the bound, so that of several pages loaded at once one writes. */
async function noteSeen(db: Database, hash: string, nowMs: number): Promise<void> {
  await db
    .update(session)
    .set({ lastSeenAtMs: nowMs })
    .where(
      and(
        eq(session.hash, hash),
        isNull(session.endedAtMs),
        lte(session.lastSeenAtMs, nowMs - LAST_SEEN_WRITTEN_EVERY_MS),
      ),
    )
}

/** Prefixed, so that neither the stored hash nor the token on a page can be made from the other. */
async function formTokenOf(secret: string): Promise<string> {
  return base64url(await sha256(concat(utf8('form'), utf8(secret))))
}

/** Ends one session. Idempotent: the first end's time stays. */
export async function endSession(db: Database, clock: Clock, hash: string): Promise<void> {
  await db
    .update(session)
    .set({ endedAtMs: clock() })
    .where(and(eq(session.hash, hash), isNull(session.endedAtMs)))
}

/** The statement that ends every session of a person but `keep`. Idempotent. */
export const endingOtherSessions = (db: Database, clock: Clock, of: PersonId, keep: string) =>
  db
    .update(session)
    .set({ endedAtMs: clock() })
    .where(and(eq(session.personId, of), ne(session.hash, keep), isNull(session.endedAtMs)))

/** When this session began, in ms: how long ago its person showed a passkey. */
export async function sessionBegunAtMs(db: Database, hash: string): Promise<number> {
  const [found] = await db.select({ at: session.createdAtMs }).from(session).where(eq(session.hash, hash))
  return found?.at ?? 0
}
