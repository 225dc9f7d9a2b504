import * as z from 'zod'
import { OPERATIONS, type Operation } from '../amazon/operations.ts'
import { dataKind, viewName } from '../core/data.ts'
import { fault } from '../core/fault.ts'
import { consentId, marketplaceId, type PersonId, sellerId, sweepId } from '../core/id.ts'
import { pastedSecretIn } from '../core/pasted-secret.ts'
import { region } from '../core/region.ts'

/**
 * Everything the record can say, one closed union by `kind`. A field is an id, a count, a time or one word of a
 * closed list: no shape here can hold a mail address, a name, a token or a seller's figure
 * (test/audit/events.pure.test.ts tries). `rows` counts lines shown; quantities never enter.
 */
const sequence = z.int().positive()
const count = z.int().nonnegative()
const isNoKey = (value: string): boolean => pastedSecretIn(value) === undefined

/** Amazon's `x-amzn-RequestId`, in the one shape that amazon/network.ts lets through. */
const requestId = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,80}$/)
  .refine(isNoKey)
/** An access key id has the letters of a merchant id, and both of these come from outside. */
const seller = sellerId.refine(isNoKey)
const marketplace = marketplaceId.refine(isNoKey)

/**
 * Why a store was stopped. `suspected`: Amazon refused its authorization once, which two more refusals are to confirm;
 * until then its token is kept.
 */
export const fenceReason = z.enum([
  'disconnected',
  'suspected',
  'authorization-refused',
  'region-wrong',
  'seller-mismatch',
  'superseded',
])
export type FenceReason = z.infer<typeof fenceReason>

/** What the people of a store are told of by mail, whoever is looking. */
export const noticeKind = z.enum([
  'renewal-due',
  'seller-mismatch',
  'superseded',
  'connection-replaced',
  'authorization-refused',
])
export type NoticeKind = z.infer<typeof noticeKind>

/** Days before an authorization ends at which its store's people are told, the first notice first. */
export const RENEWAL_NOTICE_DAYS = [60, 30, 7] as const

/** The calls we may make: LWA's two grants, the SP-API's allow-list, and the document of a report. */
const operation = z.enum([
  'exchangeCode',
  'refreshAccess',
  'fetchDocument',
  ...(Object.keys(OPERATIONS) as Operation[]),
])

const event = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, payload: S) =>
  z.strictObject({ kind: z.literal(kind), ...payload })

export const draft = z.discriminatedUnion('kind', [
  event('person.signed-up', {}),
  event('session.started', { method: z.enum(['passkey', 'sign-up', 'recovery']) }),
  event('session.ended', {}),
  event('session.refused', { fault: fault.optional() }),
  event('passkey.added', {}),
  event('recovery.used', {}),
  event('mail-link.sent', { purpose: z.enum(['sign-up', 'recovery']) }),

  event('consent.started', { consent: consentId, region }),
  event('consent.refused', { fault }),
  event('consent.returned', { consent: consentId, seller, region }),
  event('marketplaces.asked', {}),
  event('store.connected', { seller, region, generation: sequence, consent: consentId }),
  event('seller.confirmed', {}),
  event('seller.mismatch', {}),
  event('store.fenced', {
    reason: fenceReason,
    epoch: count,
  }),
  event('store.restored', { epoch: count }),
  event('authorization.asked', { why: z.enum(['daily', 'look']) }),
  event('token.destroyed', { generation: sequence }),
  event('figures.destroyed', {}),
  event('store.quarantined', { fault }),
  event('figures.purged', { data: dataKind, marketplace: marketplace.optional() }),
  event('watch.told', { view: viewName, items: count }),
  event('settings.changed', { what: z.enum(['planning', 'budget', 'alerts', 'watch']) }),
  event('connection.replaced', {}),
  event('notice.sent', { what: noticeKind, days: z.literal(RENEWAL_NOTICE_DAYS).optional(), people: count }),

  /** `as`: the figures left as a file. `watch`: the time that a seller has set had come. */
  event('read.intent', {
    view: viewName,
    marketplace: marketplace.optional(),
    reason: z.enum(['member', 'watch']),
    as: z.literal('csv').optional(),
  }),
  event('read.outcome', {
    of: sequence,
    result: z.enum(['shown', 'progress', 'refused', 'unknown']),
    rows: count.optional(),
    as_of_ms: sequence.optional(),
    fault: fault.optional(),
  }),
  event('call.intent', {
    operation,
    cause: sequence,
    region: region.optional(),
    marketplace: marketplace.optional(),
  }),
  event('call.outcome', {
    of: sequence,
    result: z.enum(['answered', 'not-sent', 'unknown']),
    status: z.int().min(100).max(599).optional(),
    request_id: requestId.optional(),
  }),
  event('snapshot.stored', {
    cause: sequence,
    data: dataKind,
    marketplace: marketplace.optional(),
    rows: count,
    sweep: sweepId,
  }),
])

/** What a caller hands to `append`. Ids may be plain strings: `append` parses. */
export type Draft = z.input<typeof draft>
export type Event = z.output<typeof draft>

/** Who did it: a person by our id, a part of ours by name, or somebody not signed in. */
export const actor = z.union([
  z.templateLiteral(['person/', z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/)]),
  z.templateLiteral(['machine/', z.string().regex(/^[a-z][a-z-]{0,31}$/)]),
  z.literal('anonymous'),
])
export type Actor = z.infer<typeof actor>

export const personActor = (id: PersonId): Actor => `person/${id}`

/** The sequences in the same chain that an event points to: they must be there before it. */
export function causesOf(of: Event): readonly number[] {
  if ('of' in of) return [of.of]
  if ('cause' in of) return [of.cause]
  return []
}
