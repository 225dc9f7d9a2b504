import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import {
  type ChargeHistory,
  type ChargeWindow,
  chargesWithin,
  firstWindow,
  joinWindow,
  nextWindow,
  nothingKnown,
  trimCharges,
} from '../../src/workspace/advertising/charge-history.ts'
import type { AdCharge } from '../../src/workspace/advertising/charges.ts'

const NOW = Date.parse('2026-11-22T16:00:00Z')
const END = NOW - 3 * MINUTE_MS
const OLDEST = NOW - 396 * DAY_MS
const reach = { nowMs: NOW, oldestMs: OLDEST }
const known = (fromMs: number, throughMs: number, charges: AdCharge[] = []): ChargeHistory => ({
  charges,
  fromMs,
  throughMs,
})
const charge = (postedMs: number, invoiceId = `I${postedMs}`): AdCharge => ({
  type: 'charge',
  invoiceId,
  postedMs,
  amount: { minor: 100, currency: 'USD' },
})
const span = (window: ChargeWindow | undefined) => window && [window.fromMs, window.toMs]

describe('the window to read next', () => {
  test.each([
    ['nothing: the newest 32 days', undefined, [END - 32 * DAY_MS, END]],
    ['an instant: the same, whole', known(END, END), [END - 32 * DAY_MS, END]],
    [
      'an instant five days ago: the same, whole',
      known(END - 5 * DAY_MS, END - 5 * DAY_MS),
      [END - 32 * DAY_MS, END],
    ],
    [
      'all until 6 hours ago: those hours and ten days before',
      known(OLDEST, END - 6 * HOUR_MS),
      [END - 6 * HOUR_MS - 10 * DAY_MS, END],
    ],
    [
      'a short stretch until 6 hours ago: not before it begins',
      known(END - DAY_MS, END - 6 * HOUR_MS),
      [END - DAY_MS, END],
    ],
    [
      'the newest month: the 32 days before it',
      known(END - 32 * DAY_MS, END),
      [END - 64 * DAY_MS, END - 32 * DAY_MS],
    ],
    ['nearly all: what is left', known(OLDEST + DAY_MS, END), [OLDEST, OLDEST + DAY_MS]],
    ['all: none', known(OLDEST, END), undefined],
    [
      'a history that ended 60 days ago: one window to now',
      known(OLDEST, END - 60 * DAY_MS),
      [END - 70 * DAY_MS, END],
    ],
    [
      'one that ended 170 days ago, wider than Amazon takes: afresh',
      known(OLDEST, END - 170 * DAY_MS),
      [END - 32 * DAY_MS, END],
    ],
  ] as const)('knowing %s', (_what, history, expected) => {
    expect(span(nextWindow(history, reach))).toEqual(expected)
  })

  test('holds the longest month with its night of 25 hours from its first minute to its last', () => {
    const from = Date.parse('2026-10-01T00:00:00+02:00')
    const last = Date.parse('2026-10-31T23:59:59+01:00')
    const window = nextWindow(undefined, { nowMs: last, oldestMs: last - 396 * DAY_MS })
    expect(window?.fromMs).toBeLessThanOrEqual(from)
  })
})

test('a reading that somebody begins takes the newest window, however lately that was read', () => {
  const history = known(OLDEST, END - MINUTE_MS)
  expect(nextWindow(history, reach)).toBeUndefined()
  expect(span(firstWindow(history, history, reach))).toEqual([END - MINUTE_MS - 10 * DAY_MS, END])
})

describe('a window that was cut off', () => {
  const cut = { fromMs: END - 32 * DAY_MS, toMs: END, nextToken: 'page-2', charges: [charge(END - 1)] }
  const stored = { ...nothingKnown(cut), window: cut }

  test('goes on where it was, as a copy that leaves the stored one alone', () => {
    const window = firstWindow(stored, nothingKnown(cut), reach)
    expect(window).toEqual(cut)
    window?.charges.push(charge(END - 2))
    expect(cut.charges).toHaveLength(1)
  })

  test('is read anew after an hour, from the newest on', () => {
    const later = { ...reach, nowMs: NOW + HOUR_MS + MINUTE_MS }
    const window = firstWindow(stored, nothingKnown(cut), later)
    expect(window).toMatchObject({ nextToken: '', charges: [], toMs: END + HOUR_MS + MINUTE_MS })
  })

  test('of the past gives way to the newest once that is an hour old', () => {
    const past = { ...cut, fromMs: END - 64 * DAY_MS, toMs: END - 32 * DAY_MS }
    const history = known(END - 32 * DAY_MS, END)
    expect(firstWindow({ ...history, window: past }, history, reach)).toEqual(past)
    const later = { ...reach, nowMs: NOW + 2 * HOUR_MS }
    expect(firstWindow({ ...history, window: past }, history, later)?.toMs).toBe(END + 2 * HOUR_MS)
  })
})

describe('joining a window', () => {
  test('replaces what was known of its time, and keeps the rest', () => {
    const history = known(0, 200, [charge(50), charge(100), charge(150)])
    const window = { fromMs: 100, toMs: 300, nextToken: '', charges: [charge(160), charge(250)] }
    expect(joinWindow(history, window)).toEqual(known(0, 300, [charge(50), charge(160), charge(250)]))
  })

  test('counts what it brings again once, and every transaction of one invoice, even two that are told alike', () => {
    const history = known(0, 200, [charge(50, 'A'), charge(150, 'A')])
    const window = { fromMs: 100, toMs: 300, nextToken: '', charges: [charge(150, 'A'), charge(150, 'A')] }
    expect(joinWindow(history, window).charges).toEqual([charge(50, 'A'), charge(150, 'A'), charge(150, 'A')])
  })

  test('that does not touch what was known stands alone: a gap would be read as no charges', () => {
    const history = known(0, 100, [charge(50)])
    const window = { fromMs: 200, toMs: 300, nextToken: '', charges: [] }
    expect(joinWindow(history, window)).toEqual(known(200, 300))
  })
})

test('what is past its retention goes, with the window that was being read', () => {
  const window = { fromMs: 0, toMs: 10, nextToken: 'x', charges: [] }
  const history = { ...known(0, 200, [charge(99), charge(100)]), window }
  expect(trimCharges(history, 100)).toEqual(known(100, 200, [charge(100)]))
  expect(trimCharges(history, 200)).toBeUndefined()
})

test('reading on to the end leaves no gap and counts each event once, whenever it is read and read again (property)', () => {
  const posted = fc.integer({ min: OLDEST - 40 * DAY_MS, max: NOW + 40 * DAY_MS })
  fc.assert(
    fc.property(
      fc.array(posted, { maxLength: 40 }).map((times) => [...times, ...times.slice(0, 3)]),
      fc.array(fc.integer({ min: 1, max: 60 * 24 }), { maxLength: 4 }),
      (times, pauses) => {
        let nowMs = NOW
        let history: ChargeHistory | undefined
        for (const hours of [0, ...pauses]) {
          nowMs += hours * HOUR_MS
          const now = { nowMs, oldestMs: nowMs - 396 * DAY_MS }
          let steps = 0
          for (let window = nextWindow(history, now); window; window = nextWindow(history, now)) {
            const { fromMs, toMs } = window
            const inside = times.filter((at) => at >= fromMs && at < toMs).map((at) => charge(at))
            history = joinWindow(history, { ...window, charges: inside })
            expect(toMs - fromMs).toBeLessThanOrEqual(180 * DAY_MS)
            steps += 1
            expect(steps).toBeLessThan(20)
          }
          const [from, through] = [history?.fromMs ?? 0, history?.throughMs ?? 0]
          expect(from).toBeLessThanOrEqual(now.oldestMs)
          expect(through).toBeGreaterThan(nowMs - 20 * MINUTE_MS)
          const expected = times.filter((at) => at >= from && at < through).toSorted((a, b) => a - b)
          expect(history?.charges.map(({ postedMs }) => postedMs)).toEqual(expected)
        }
      },
    ),
  )
})

test('charges of one currency and stretch: its first moment counts, its last does not', () => {
  const all = [charge(99), charge(100), charge(199), charge(200)]
  const other = { ...charge(150), amount: { minor: 5, currency: 'CAD' } }
  const within = chargesWithin([...all, other], { currency: 'USD', fromMs: 100, toMs: 200 })
  expect(within).toEqual([charge(100), charge(199)])
})

test('one file of the workspace knows where charges come from: removing the source changes that file', () => {
  const folder = 'src/workspace'
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.tsx?$/.test(path),
  )
  const naming = (pattern: RegExp) =>
    files.filter((path) => pattern.test(readFileSync(join(folder, path), 'utf8'))).toSorted()
  expect(naming(/listFinancialEvents/)).toEqual(['advertising/source.ts'])
  expect(naming(/charge-schemas/)).toEqual(['advertising/source.ts'])
  expect(naming(/from '\.\/source\.ts'|advertising\/source\.ts/)).toEqual([
    'advertising/invoice-table.tsx',
    'advertising/reading.ts',
    'advertising/review-view.tsx',
    'attention/computed-view.tsx',
    'reading/look.ts',
  ])
})
