import { describe, expect, test } from 'vitest'
import { type Activity, activityOf, type Entry } from '../../src/audit/activity.ts'
import { type Actor, actor, type Draft, draft, type Event, noticeKind } from '../../src/audit/events.ts'
import { sentenceOf } from '../../src/audit/sentence.ts'
import { fault } from '../../src/core/fault.ts'
import { personId } from '../../src/core/id.ts'

const viewer = personId.parse('0123456789abcdefghjkmnpqrs')
const other = personId.parse('zyxwvtsrqpnmkjhgfedcba9876')
const id = 'aaaaaaaaaabbbbbbbbbbcccccc'
const SELLER = 'A1B2C3D4E5F6G7'
const JP = 'A1VC38T7YXB528'

const consent = { consent: id, seller: SELLER, region: 'fe' } as const
const look = { kind: 'read.intent', view: 'inventory', marketplace: JP, reason: 'member' } as const
const call = { kind: 'call.intent', operation: 'getInventorySummaries', cause: 1, marketplace: JP } as const

type Variants = { readonly [D in Draft as D['kind']]: readonly D[] }

/** Events of every kind, and of a kind each whose words may differ. A kind that is missing here does not compile. */
const variants: Variants = {
  'person.signed-up': [{ kind: 'person.signed-up' }],
  'session.started': (['passkey', 'sign-up', 'recovery'] as const).map((method) => ({
    kind: 'session.started',
    method,
  })),
  'session.ended': [{ kind: 'session.ended' }],
  'session.refused': [undefined, ...fault.options].map((why) => ({ kind: 'session.refused', fault: why })),
  'passkey.added': [{ kind: 'passkey.added' }],
  'recovery.used': [{ kind: 'recovery.used' }],
  'mail-link.sent': (['sign-up', 'recovery'] as const).map((purpose) => ({
    kind: 'mail-link.sent',
    purpose,
  })),
  'consent.started': [{ kind: 'consent.started', consent: id, region: 'fe' }],
  'consent.refused': fault.options.map((why) => ({ kind: 'consent.refused', fault: why })),
  'consent.returned': [{ kind: 'consent.returned', ...consent }],
  'marketplaces.asked': [{ kind: 'marketplaces.asked' }],
  'store.connected': [1, 2].map((generation) => ({ kind: 'store.connected', ...consent, generation })),
  'seller.confirmed': [{ kind: 'seller.confirmed' }],
  'seller.mismatch': [{ kind: 'seller.mismatch' }],
  'store.fenced': (
    [
      'disconnected',
      'suspected',
      'authorization-refused',
      'region-wrong',
      'seller-mismatch',
      'superseded',
    ] as const
  ).map((reason) => ({ kind: 'store.fenced', reason, epoch: 3 })),
  'store.restored': [{ kind: 'store.restored', epoch: 3 }],
  'authorization.asked': (['daily', 'look'] as const).map((why) => ({ kind: 'authorization.asked', why })),
  'token.destroyed': [{ kind: 'token.destroyed', generation: 1 }],
  'figures.destroyed': [{ kind: 'figures.destroyed' }],
  'store.quarantined': [{ kind: 'store.quarantined', fault: 'store-quarantined' }],
  'connection.replaced': [{ kind: 'connection.replaced' }],
  'notice.sent': noticeKind.options.flatMap((what) =>
    [1, 3].map((people) => ({ kind: 'notice.sent', what, people, days: 30 }) as const),
  ),
  'read.intent': [look],
  'read.outcome': (['shown', 'progress', 'refused', 'unknown'] as const).map((result) => ({
    kind: 'read.outcome',
    of: 1,
    result,
    fault: 'amazon-busy',
  })),
  'call.intent': [call],
  'figures.purged': [{ kind: 'figures.purged', data: 'sales', marketplace: JP }],
  'watch.told': [1, 3].map((items) => ({ kind: 'watch.told', view: 'orders', items }) as const),
  'settings.changed': (['planning', 'budget', 'alerts', 'watch'] as const).map((what) => ({
    kind: 'settings.changed',
    what,
  })),
  'call.outcome': [{ kind: 'call.outcome', of: 1, result: 'answered', status: 200 }],
  'snapshot.stored': [
    { kind: 'snapshot.stored', cause: 1, data: 'inventory', marketplace: JP, rows: 1, sweep: id },
  ],
}

/** These are told in the line of their look or of their cause. */
const TOLD_ELSEWHERE: readonly string[] = ['read.outcome', 'call.intent', 'call.outcome']

const me: Actor = actor.parse(`person/${viewer}`)
const them: Actor = actor.parse(`person/${other}`)
const machine: Actor = 'machine/reader'

/** Entries with sequences from 1, a minute apart. */
const chain = (...given: readonly (readonly [Draft, Actor?])[]): readonly Entry[] =>
  given.map(([event, who = me], index) => ({
    sequence: index + 1,
    timeMs: (index + 1) * 60_000,
    actor: who,
    event: draft.parse(event),
  }))

const english = (entries: readonly Entry[]) => activityOf(entries).map((one) => sentenceOf(one, 'en', viewer))

const chinese = (entries: readonly Entry[]) => activityOf(entries).map((one) => sentenceOf(one, 'zh', viewer))

const alone = (event: Event, who: Actor): Activity => ({
  what: 'event',
  sequence: 1,
  timeMs: 1,
  actor: who,
  event,
  times: 1,
  rows: 0,
})

const everyEvent = Object.values(variants).flatMap((drafts) => [...drafts].map((one) => draft.parse(one)))

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const sentences = everyEvent.flatMap((event) =>
    [me, them, machine, 'anonymous' as const].map((who) => ({
      kind: event.kind,
      text: sentenceOf(alone(event, who), language, viewer),
    })),
  )
  const looks = variants['read.outcome'].flatMap((outcome) => {
    const entries = chain([look], [outcome, me], [look], [{ ...outcome, of: 3 }, me])
    return [entries.slice(0, 2), entries].flatMap((some) =>
      activityOf(some).map((one) => sentenceOf(one, language, viewer)),
    )
  })
  const ends = (['answered', 'not-sent', 'unknown'] as const).flatMap((result) =>
    [200, 302, 403, 429, 503].map((status) =>
      activityOf(
        chain(
          [look],
          [call, machine],
          [call, machine],
          [{ kind: 'call.outcome', of: 2, result, status }, machine],
        ),
      ).map((one) => sentenceOf(one, language, viewer)),
    ),
  )

  test('every kind of event has a sentence or is told with another', () => {
    for (const { kind, text } of sentences) {
      expect(text === undefined, kind).toBe(TOLD_ELSEWHERE.includes(kind))
    }
    expect(looks).toHaveLength(8)
    expect(new Set(looks).size).toBe(8)
  })

  test('no sentence names a person, a mail address, a token, an id, or a word that is missing', () => {
    const all = [...sentences.map((one) => one.text), ...looks, ...ends.flat()]
    for (const text of all.filter((one) => one !== undefined)) {
      expect(text).not.toMatch(/@|Atz[ar]|undefined|null|NaN|\[object|[0-9a-z]{20}/)
      expect(text).not.toContain(SELLER)
      expect(text).not.toContain(JP)
      expect(text).toMatch(language === 'zh' ? /\p{Script=Han}.*。$/u : /^[A-Z].*\.$/)
      expect(text).not.toMatch(/\.\.|。。| {2}/)
    }
  })
})

describe('who', () => {
  test('is "you" for the reader alone, and a member for everybody else who is signed in', () => {
    expect(english(chain([{ kind: 'store.fenced', reason: 'disconnected', epoch: 2 }]))).toEqual([
      'You disconnected the store; reading stopped.',
    ])
    expect(english(chain([{ kind: 'store.fenced', reason: 'disconnected', epoch: 2 }, them]))).toEqual([
      'A member disconnected the store; reading stopped.',
    ])
  })
})

describe('a look and what it led to', () => {
  const answered = (of: number, status = 200): readonly [Draft, Actor] => [
    { kind: 'call.outcome', of, result: 'answered', status },
    machine,
  ]
  const refresh = { kind: 'call.intent', operation: 'refreshAccess', cause: 1, region: 'fe' } as const

  test('are two lines, however many calls it took', () => {
    const calls = Array.from({ length: 24 }, (_, index) => [
      [call, machine] as const,
      answered(5 + 2 * index),
    ]).flat()
    const stored: Draft = {
      kind: 'snapshot.stored',
      cause: 1,
      data: 'inventory',
      marketplace: JP,
      rows: 1200,
      sweep: id,
    }
    const entries = chain(
      [look],
      [{ kind: 'read.outcome', of: 1, result: 'progress' }],
      [refresh, machine],
      answered(3),
      ...calls,
      [stored, machine],
    )
    expect(english(entries)).toEqual([
      'Mint Hub asked Amazon for an access token and the stock of Amazon.co.jp: 25 calls, all answered. 1,200 lines were read.',
      'You asked for the inventory of Amazon.co.jp; no figure was shown.',
    ])
    // The line about the calls bears the time of the last of them.
    expect(activityOf(entries).map((one) => one.timeMs / 60_000)).toEqual([53, 1])
  })

  test('say plainly what was refused, put off, lost or is under way', () => {
    const entries = chain(
      [look],
      [{ kind: 'read.outcome', of: 1, result: 'unknown' }, 'machine/record'],
      ...Array.from({ length: 5 }, () => [call, machine] as const),
      answered(3),
      answered(4, 429),
      answered(5, 403),
      [{ kind: 'call.outcome', of: 6, result: 'unknown' }, machine],
    )
    expect(english(entries)).toEqual([
      'Mint Hub asked Amazon for the stock of Amazon.co.jp: 5 calls, 1 answered, 1 put off by Amazon as too frequent, 1 refused, 1 with an unknown outcome, 1 under way.',
      'You asked for the inventory of Amazon.co.jp; whether it was shown is not known.',
    ])
  })

  test.each([
    ['answered', 200, 'answered', '已答复'],
    ['answered', 429, 'put off by Amazon as too frequent', '因过于频繁被亚马逊推迟'],
    ['answered', 403, 'refused', '被拒绝'],
    ['answered', 503, 'failed at Amazon', '在亚马逊出错'],
    ['not-sent', undefined, 'not sent', '未发出'],
    ['unknown', undefined, 'with an unknown outcome', '结果未知'],
    [undefined, undefined, 'under way', '进行中'],
  ] as const)('count one call as one, and calls that ended alike as all: %s %s', (result, status, en, zh) => {
    const entries = (calls: number) =>
      chain(
        [look],
        ...Array.from({ length: calls }, () => [call, machine] as const),
        ...(result === undefined
          ? []
          : Array.from(
              { length: calls },
              (_, n) => [{ kind: 'call.outcome', of: 2 + n, result, status }, machine] as const,
            )),
      )
    const ofCalls = (text: string | undefined) => text?.split(/: |：/)[1]
    expect(ofCalls(english(entries(1))[0])).toBe(`one call, ${en}.`)
    expect(ofCalls(english(entries(3))[0])).toBe(`3 calls, all ${en}.`)
    expect(ofCalls(chinese(entries(1))[0])).toBe(`1 次调用，${zh}。`)
    expect(ofCalls(chinese(entries(3))[0])).toBe(`3 次调用，全部${zh}。`)
  })

  test('are left out where the cause is no longer among the entries', () => {
    const entries = chain([look], [call, machine], answered(2)).slice(1)
    expect(english(entries)).toEqual([])
  })

  test('join the same look before them, and nobody else’s', () => {
    const shown = (of: number, who = me): readonly [Draft, Actor] => [
      { kind: 'read.outcome', of, result: 'shown', rows: 50 },
      who,
    ]
    const entries = chain(
      [look],
      shown(1),
      [look],
      shown(3),
      [look, them],
      shown(5, them),
      [look],
      [{ kind: 'read.outcome', of: 7, result: 'refused', fault: 'store-stopped' }],
    )
    expect(english(entries)).toEqual([
      'You asked for the inventory of Amazon.co.jp; nothing was shown. Reading is stopped for this store.',
      'A member looked at the inventory of Amazon.co.jp: 50 rows shown.',
      'You looked at the inventory of Amazon.co.jp 2 times: 100 rows shown in all.',
    ])
  })

  test('count one line that was read as one', () => {
    const stored = { kind: 'snapshot.stored', cause: 1, data: 'orders', rows: 1, sweep: id } as const
    const entries = chain([look], [call, machine], answered(2), [stored, machine])
    expect(english(entries)[0]).toBe(
      'Mint Hub asked Amazon for the stock of Amazon.co.jp: one call, answered. One line was read.',
    )
    expect(english(chain([stored, machine]))[0]).toBe('Mint Hub read the open orders: one line.')
  })

  test('count one row as one, and in Chinese leave a blank only beside Latin', () => {
    const one = (view: 'overview' | 'inventory'): readonly (readonly [Draft])[] => [
      [{ ...look, view }],
      [{ kind: 'read.outcome', of: 1, result: 'shown', rows: 1 }],
    ]
    expect(english(chain(...one('inventory')))).toEqual([
      'You looked at the inventory of Amazon.co.jp: one row shown.',
    ])
    expect(chinese(chain(...one('overview')))).toEqual(['您查看了概览：显示 1 行。'])
    expect(chinese(chain(...one('inventory')))).toEqual(['您查看了 Amazon.co.jp 的库存：显示 1 行。'])
  })
})
