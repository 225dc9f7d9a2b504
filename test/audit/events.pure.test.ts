import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../src/audit/commitment.ts'
import { actor, type Draft, draft } from '../../src/audit/events.ts'

const id = '0123456789abcdefghjkmnpqrs'
type OfKind = { readonly [D in Draft as D['kind']]: Required<D> }

/** One event of every kind with every field given. A kind that is missing here does not compile. */
const samples: OfKind = {
  'person.signed-up': { kind: 'person.signed-up' },
  'session.started': { kind: 'session.started', method: 'passkey' },
  'session.ended': { kind: 'session.ended' },
  'session.refused': { kind: 'session.refused', fault: 'passkey-refused' },
  'passkey.added': { kind: 'passkey.added' },
  'recovery.used': { kind: 'recovery.used' },
  'mail-link.sent': { kind: 'mail-link.sent', purpose: 'recovery' },
  'consent.started': { kind: 'consent.started', consent: id, region: 'na' },
  'consent.refused': { kind: 'consent.refused', fault: 'consent-used' },
  'consent.returned': { kind: 'consent.returned', consent: id, seller: 'A1B2C3D4E5F6G7', region: 'na' },
  'marketplaces.asked': { kind: 'marketplaces.asked' },
  'store.connected': {
    kind: 'store.connected',
    seller: 'A1B2C3D4E5F6G7',
    region: 'eu',
    generation: 1,
    consent: id,
  },
  'seller.confirmed': { kind: 'seller.confirmed' },
  'seller.mismatch': { kind: 'seller.mismatch' },
  'store.fenced': { kind: 'store.fenced', reason: 'authorization-refused', epoch: 3 },
  'store.restored': { kind: 'store.restored', epoch: 3 },
  'authorization.asked': { kind: 'authorization.asked', why: 'daily' },
  'figures.destroyed': { kind: 'figures.destroyed' },
  'token.destroyed': { kind: 'token.destroyed', generation: 1 },
  'connection.replaced': { kind: 'connection.replaced' },
  'notice.sent': { kind: 'notice.sent', what: 'renewal-due', days: 30, people: 2 },
  'store.quarantined': { kind: 'store.quarantined', fault: 'store-quarantined' },
  'figures.purged': { kind: 'figures.purged', data: 'sku-sales', marketplace: 'ATVPDKIKX0DER' },
  'watch.told': { kind: 'watch.told', view: 'orders', items: 3 },
  'settings.changed': { kind: 'settings.changed', what: 'planning' },
  'read.intent': {
    kind: 'read.intent',
    view: 'advertising',
    marketplace: 'ATVPDKIKX0DER',
    reason: 'member',
    as: 'csv',
  },
  'read.outcome': {
    kind: 'read.outcome',
    of: 1,
    result: 'shown',
    rows: 1200,
    as_of_ms: 1,
    fault: 'amazon-busy',
  },
  'call.intent': {
    kind: 'call.intent',
    operation: 'getMarketplaceParticipations',
    cause: 1,
    region: 'fe',
    marketplace: 'A1VC38T7YXB528',
  },
  'call.outcome': {
    kind: 'call.outcome',
    of: 1,
    result: 'answered',
    status: 200,
    request_id: 'f'.repeat(80),
  },
  'snapshot.stored': {
    kind: 'snapshot.stored',
    cause: 1,
    data: 'performance',
    marketplace: 'ATVPDKIKX0DER',
    rows: 1200,
    sweep: id,
  },
}
const all = Object.values(samples)

/** What may never stand in the record: mail addresses, tokens, names and other free text, objects around them. */
const private_ = fc
  .oneof(
    fc.emailAddress(),
    fc.emailAddress().map((address) => address.toUpperCase()),
    fc.emailAddress().map((address) => `${id} ${address}`),
    fc.constantFrom(
      'Atzr|IwEBIExample',
      'Atza|IwEBIExample',
      'AKIAABCDEFGHIJKLMNOP',
      'Red mug, 350 ml',
      '3 left',
    ),
    fc.emailAddress().map((address) => encodeURIComponent(address)),
  )
  .chain((text) => fc.constantFrom<unknown>(text, [text], { text }, `${text}\n`))

test('takes every kind of event there is', () => {
  expect(draft.options.map((option) => option.shape.kind.value).sort()).toEqual(Object.keys(samples).sort())
  for (const sample of all) expect(draft.parse(sample)).toEqual(sample)
})

test.each(all.flatMap((sample) => Object.keys(sample).map((field) => [sample.kind, field, sample] as const)))(
  '%s: %s takes no mail address, token or free text',
  (_kind, field, sample) => {
    fc.assert(
      fc.property(private_, (value) => {
        expect(draft.safeParse({ ...sample, [field]: value }).success).toBe(false)
      }),
      { numRuns: 40 },
    )
  },
)

test('takes no field that the event does not have', () => {
  for (const sample of all) {
    expect(draft.safeParse({ ...sample, email: 'a@example.com' }).success).toBe(false)
    expect(draft.safeParse({ ...sample, note: '' }).success).toBe(false)
  }
})

test('never needs more room than a message has', () => {
  for (const { kind: _, ...fields } of all) {
    const widest = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.padEnd(80, 'x') : Number.MAX_SAFE_INTEGER,
      ]),
    )
    expect(canonicalJson(widest).length).toBeLessThan(1024)
  }
})

test.each(['anonymous', `person/${id}`, 'machine/sweep'])('takes %s as an actor', (who) => {
  expect(actor.parse(who)).toBe(who)
})

test.each([
  '',
  'person/',
  'person/someone@example.com',
  `person/${id}x`,
  `person/${id.toUpperCase()}`,
  `store/${id}`,
  'machine/',
  'machine/Sweep',
  'machine/a b',
  `machine/${'a'.repeat(33)}`,
  'Anonymous',
  'anonymous ',
  'a@example.com',
  `person/${id}\n`,
])('refuses %j as an actor', (who) => {
  expect(actor.safeParse(who).success).toBe(false)
})
