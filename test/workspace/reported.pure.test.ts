import { expect, test } from 'vitest'
import { type Day, day } from '../../src/core/day.ts'
import {
  dated,
  earliestDay,
  type ReportedRow,
  reportFrom,
  type StoredReport,
  withEarlier,
} from '../../src/workspace/inventory/reported.ts'

const on = (date: string): Day => day.parse(`2026-${date}`)
const OLDEST = on('08-24')
const since = { oldest: OLDEST, out: new Map<string, readonly Day[]>() }

const line = (sku: string, units: number): ReportedRow => ({
  sku,
  available: 5,
  units7: units,
  units30: units * 4,
  units60: units * 8,
  units90: units * 12,
  age0to90: 7,
  recommendedUnits: 40,
})
const report = (of: Day, ...rows: readonly ReportedRow[]): StoredReport => ({
  rows,
  missing: [],
  broken: 0,
  day: of,
})
const known = ({ rows }: StoredReport) => rows.map(({ sku, units7, day: of }) => [sku, units7, of])

test('a SKU that the newest report leaves out keeps its sales with their day, and nothing else of it', () => {
  const merged = withEarlier(
    report(on('11-22'), line('A', 2)),
    report(on('11-20'), line('A', 1), line('B', 3)),
    since,
  )
  expect(merged.rows).toEqual([
    line('A', 2),
    { sku: 'B', units7: 3, units30: 12, units60: 24, units90: 36, day: on('11-20') },
  ])
  expect(merged.day).toBe(on('11-22'))
})

test('it keeps the first day through any number of reports, until one has it again', () => {
  let stored = withEarlier(report(on('11-01'), line('A', 1), line('B', 9)), undefined, since)
  for (const of of ['11-02', '11-03', '11-04'] as const)
    stored = withEarlier(report(on(of), line('A', 1)), stored, since)
  expect(known(stored)).toEqual([
    ['A', 1, undefined],
    ['B', 9, on('11-01')],
  ])
  stored = withEarlier(report(on('11-05'), line('B', 8)), stored, since)
  expect(known(stored)).toEqual([
    ['B', 8, undefined],
    ['A', 1, on('11-04')],
  ])
})

test('the day after ninety it is gone', () => {
  const before = report(on('11-20'), { ...line('A', 1), day: OLDEST }, { ...line('B', 1), day: on('08-23') })
  expect(known(withEarlier(report(on('11-22')), before, since))).toEqual([['A', 1, OLDEST]])
  const old = report(on('08-23'), line('C', 1))
  expect(known(withEarlier(report(on('11-22')), old, since))).toEqual([])
})

test('a line keeps the days that were known out of stock in its windows, while what was seen is forgotten', () => {
  const days = [on('08-22'), on('08-23'), on('11-20'), on('11-21')]
  const first = withEarlier(report(on('11-21')), report(on('11-20'), line('A', 1)), {
    ...since,
    out: new Map([['A', days]]),
  })
  expect(first.rows[0]?.out).toEqual([on('08-23'), on('11-20')])
  const again = withEarlier(report(on('11-22')), first, { ...since, out: new Map([['A', [on('11-21')]]]) })
  expect(again.rows[0]?.out).toEqual([on('08-23'), on('11-20')])
})

test('a report without a line takes nothing away', () => {
  const nothing = dated({ rows: [], missing: [], broken: 0 }, on('11-22'))
  const before = report(on('11-20'), line('A', 1), { ...line('B', 2), day: on('11-03') })
  expect(known(withEarlier(nothing, before, since))).toEqual([
    ['A', 1, on('11-20')],
    ['B', 2, on('11-03')],
  ])
})

test('a line that told no sales is not taken over', () => {
  const before = report(on('11-20'), { sku: 'A', available: 4 }, { sku: 'B', units30: 0 })
  expect(known(withEarlier(report(on('11-22')), before, since)).map(([sku]) => sku)).toEqual(['B'])
})

test.each([
  ['is the one it names', '2026-11-21', on('11-21')],
  ['is that of the reading, where it names none', undefined, on('11-22')],
  ['or what is no day', 'yesterday', on('11-22')],
  ['or one to come, which nothing would ever be past', '2027-01-01', on('11-22')],
])('the day of a report %s', (_, named, of) => {
  const stored = dated({ rows: [line('A', 1)], missing: [], broken: 0, day: named }, on('11-22'))
  expect(stored.day).toBe(of)
  expect(reportFrom(stored, on('11-23'))).toBeUndefined()
})

test('what is past its time goes line by line, and the report itself whole', () => {
  const stored = report(
    on('11-22'),
    line('A', 1),
    { ...line('B', 1), day: on('08-23') },
    { ...line('C', 1), day: OLDEST },
  )
  expect(earliestDay(stored)).toBe(on('08-23'))
  const left = reportFrom(stored, OLDEST)
  expect(left && known(left)).toEqual([
    ['A', 1, undefined],
    ['C', 1, OLDEST],
  ])
  expect(left && earliestDay(left)).toBe(OLDEST)
  expect(earliestDay(report(on('11-22'), line('A', 1)))).toBeUndefined()
  expect(reportFrom(stored, on('11-23'))).toBeUndefined()
})
