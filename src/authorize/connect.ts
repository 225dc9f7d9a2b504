import * as z from 'zod'
import { exchangeCode, type Granted } from '../amazon/lwa.ts'
import { HOME_COUNTRY } from '../amazon/regions.ts'
import { personActor } from '../audit/events.ts'
import type { Fault } from '../core/fault.ts'
import { consentId, personId, sellerId, storeId } from '../core/id.ts'
import { region } from '../core/region.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import { rolesInForce } from '../core/roles.ts'
import { Secret } from '../core/secret.ts'
import { SECOND_MS } from '../core/time.ts'
import { withGrantedToken } from '../store/access-token.ts'
import type { HeldToken, StoreContext } from '../store/context.ts'
import { destroyDeadTokens } from '../store/destruction.ts'
import { writeConnection } from '../store/directory.ts'
import { armDuty, dropDuty } from '../store/duty.ts'
import { askLwa } from '../store/exchange.ts'
import { fence, tellDirectory } from '../store/fence.ts'
import { deleteSnapshots } from '../store/figures.ts'
import { adoptGeneration, endGenerations, generationsOf, spendGeneration } from '../store/generations.ts'
import { isNewest } from '../store/incarnation.ts'
import { beginYear } from '../store/notices.ts'
import { readParticipations } from '../store/participations.ts'
import { armProbe } from '../store/refreshes.ts'
import { sealNextToken } from '../store/seal-token.ts'
import { ensureStanding, type Standing, setStanding, standingOf } from '../store/standing.ts'
import { confirmClaim } from './claims.ts'

/** What the web tier hands the store's object: the code passes through memory and is written nowhere. */
export const connectInput = z.strictObject({
  consent: consentId,
  code: z.string().min(1).max(2048),
  storeId,
  sellerId,
  region,
  /** Where the seller chose the region, since Amazon's page did not tell: tried once each on a 403. */
  otherRegions: z.array(region).max(2),
  country: z.string().regex(/^[A-Z]{2}$/),
  personId,
})
export type ConnectInput = z.infer<typeof connectInput>

export interface Connected {
  /** Amazon listed the store's marketplaces; false when it did not answer just now. */
  readonly proven: boolean
  /** Amazon's own records name the seller that the callback claimed. */
  readonly confirmed: boolean
}

/** What the callback needs of a store's object. */
export interface ConnectObject {
  authorize: (input: ConnectInput) => Promise<Result<Connected, Fault>>
}

/** Both checks together: Amazon's redirect is waiting for an answer, and `proven: false` is a good one. */
const CHECKS_MS_MAX = 10 * SECOND_MS

/**
 * Connects a store, inside its object: exchange the code (once) → seal → directory → standing → Amazon proves the
 * region → Amazon confirms the seller. Faults: code-dead, exchange-unknown (authorize again: the code may be spent),
 * our-configuration, amazon-down, storage-down, region-wrong and seller-mismatch (the store is fenced and its token
 * destroyed). Not idempotent: the caller has made sure that this code is seen for the first time (I2).
 */
export async function connectStore(
  context: StoreContext,
  input: ConnectInput,
): Promise<Result<Connected, Fault>> {
  const actor = personActor(input.personId)
  const cause = context.record.append(
    { kind: 'consent.returned', consent: input.consent, seller: input.sellerId, region: input.region },
    actor,
  )
  const connected = await connectUnder(context, input, cause)
  if (!connected.ok && isNewest(context))
    context.record.append({ kind: 'consent.refused', fault: connected.fault }, actor)
  return connected
}

async function connectUnder(
  context: StoreContext,
  input: ConnectInput,
  cause: number,
): Promise<Result<Connected, Fault>> {
  const { sql } = context.storage
  ensureStanding(sql, input)
  const before = standingOf(sql)
  // No region has been proven yet, though a wrong one may have been tried.
  const isFirst = before?.generation === 0 || before?.reason === 'region-wrong'
  // Spent before Amazon is asked: a disconnect that comes while it answers ends this generation too (I3).
  const generation = spendGeneration(sql)
  const granted = await exchange(context, input, cause)
  if (!granted.ok) return granted
  const regions = [input.region, ...(isFirst ? input.otherRegions : [])]
  let checked: Result<Connected, Fault> = fail('region-wrong')
  for (const [turn, region] of regions.entries()) {
    const country = region === input.region ? input.country : HOME_COUNTRY[region]
    const attempt = { ...input, region, country }
    const under = turn === 0 ? generation : spendGeneration(sql)
    const standing = await keep(context, attempt, under, granted.value.refreshToken)
    if (!standing.ok) {
      // A newer consent of the same seller was kept first: the store is connected, by that one.
      const newer = standing.fault === 'store-stopped' && standingOf(sql)?.state === 'connected'
      if (isFirst && standing.fault === 'storage-down') await abandon(context, under)
      return newer ? ok({ proven: false, confirmed: false }) : standing
    }
    checked = await check(context, standing.value, granted.value, { cause, isFirst })
    const isWrong = !checked.ok && checked.fault === 'region-wrong'
    if (!isWrong || standingOf(sql)?.epoch !== standing.value.epoch) return checked
  }
  await stop(context, input)
  return checked
}

/** The person is told that nothing was connected: the token that the directory may hold all the same is to go. */
async function abandon(context: StoreContext, generation: number): Promise<void> {
  endGenerations(context.storage.sql, generation)
  await destroyDeadTokens(context)
}

/** What Amazon itself says about a connection that is kept: its region, then its seller. */
function check(
  context: StoreContext,
  standing: Standing,
  granted: Granted<Secret>,
  { cause, isFirst }: { readonly cause: number; readonly isFirst: boolean },
): Promise<Result<Connected, Fault>> {
  const untilMs = context.clock() + CHECKS_MS_MAX
  return withGrantedToken(context, standing, granted, async (held) => {
    const proven = await prove(context, held, { cause, untilMs, isFirst })
    if (!proven.ok) return proven
    const confirmed = await confirmClaim(context, held, { cause, untilMs })
    return confirmed.ok ? ok({ proven: proven.value, confirmed: confirmed.value }) : confirmed
  })
}

async function exchange(
  context: StoreContext,
  input: ConnectInput,
  cause: number,
): Promise<Result<Granted<Secret>, Fault>> {
  // A client that Amazon does not know by its first secret has not used up the code: the second may ask (I2).
  const asked = await askLwa(
    context,
    {
      operation: 'exchangeCode',
      cause,
      region: input.region,
      actor: 'machine/consent',
      mayStart: () => true,
    },
    (lwa) => exchangeCode(lwa, new Secret(input.code)),
  )
  if (!asked.ok) return fail('exchange-unknown')
  const answer = asked.value
  switch (answer.outcome) {
    case 'granted':
      return ok(answer)
    case 'invalid-grant':
      return fail('code-dead')
    case 'our-configuration':
      return fail('our-configuration')
    case 'transient':
    case 'unknown':
      // A code is never sent twice (I2), so whatever happened to it the way on is a new consent.
      return fail('exchange-unknown')
    default:
      return unreachable(answer)
  }
}

/** Seals the token under its generation, writes the directory, and only then calls the store connected. */
async function keep(
  context: StoreContext,
  input: ConnectInput,
  generation: number,
  refreshToken: Secret,
): Promise<Result<Standing, Fault>> {
  const { storage, db, clock, record } = context
  const { storeId, sellerId, region, country, personId } = input
  const authorizedMs = clock()
  const whose = { store_id: storeId, seller_id: sellerId, region }
  const sealed = await sealNextToken(context, whose, generation, refreshToken, (text) =>
    writeConnection(db, {
      storeId,
      sellerId,
      region,
      country,
      personId,
      generation,
      name: sellerId,
      roles: rolesInForce(),
      nowMs: authorizedMs,
      sealed: text,
    }),
  )
  if (!sealed.ok) return sealed
  const before = standingOf(storage.sql)
  // Looked at again in this very turn: a disconnect or a newer consent may have come since the sealing was judged.
  if (generationsOf(storage.sql).dead >= generation || !isNewest(context)) return fail('store-stopped')
  const epoch = (before?.epoch ?? 0) + 1
  const standing: Standing = {
    ...whose,
    state: 'connected',
    reason: null,
    stopped_ms: null,
    epoch,
    generation,
    authorized_ms: authorizedMs,
    // Whatever was confirmed before: whose authorization this one is has to be asked anew.
    confirmed_ms: null,
    confirm_tried_ms: null,
  }
  storage.transactionSync(() => {
    setStanding(storage.sql, standing)
    adoptGeneration(storage.sql, generation)
    const draft = {
      kind: 'store.connected',
      seller: sellerId,
      region,
      generation,
      consent: input.consent,
    } as const
    record.append(draft, personActor(personId))
    armDuty(storage, clock, 'tell-directory', clock())
    armDuty(storage, clock, 'destroy-tokens', clock())
    beginYear(context, authorizedMs)
    armProbe(context)
  })
  dropDuty(storage, 'destroy-figures')
  // What does not open, or was read from another seller than this one, is not shown again.
  if (before?.state === 'quarantined' || before?.reason === 'seller-mismatch') deleteSnapshots(context)
  context.memory.opened.clear()
  await destroyDeadTokens(context)
  const told = await tellDirectory(context)
  return told.ok ? ok(standing) : told
}

interface Checking {
  readonly cause: number
  readonly untilMs: number
}

/**
 * True when Amazon listed the marketplaces; false when it did not answer now, which changes nothing (I13). Amazon
 * refuses a first authorization by 403 where it belongs to another region; a renewed one has proven its region before.
 */
async function prove(
  context: StoreContext,
  held: HeldToken,
  { cause, untilMs, isFirst }: Checking & { readonly isFirst: boolean },
): Promise<Result<boolean, Fault>> {
  const found = await readParticipations(context, held, cause, untilMs)
  if (found.ok) return ok(true)
  return found.fault === 'amazon-refused' && isFirst ? fail('region-wrong') : ok(false)
}

/** Ends a connection that belongs to no region: fenced at once, token destroyed, directory told. */
async function stop(context: StoreContext, input: ConnectInput): Promise<void> {
  fence(context, 'region-wrong', personActor(input.personId))
  await destroyDeadTokens(context)
  await tellDirectory(context)
}
