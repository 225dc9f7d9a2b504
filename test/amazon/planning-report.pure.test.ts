import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { planningReader } from '../../src/amazon/planning-report.ts'

/** What the reader makes of these lines of tab-separated fields. */
function readerOf(...lines: readonly (readonly string[])[]) {
  const reader = planningReader()
  for (const fields of lines) reader.line(fields.join('\t'))
  return reader.end()
}

/** The rows of a report; an empty list where it is none. */
function rowsOf(...lines: readonly (readonly string[])[]) {
  const report = readerOf(...lines)
  return typeof report === 'string' ? [] : report.rows
}

const HEAD = ['snapshot-date', 'sku', 'units-shipped-t7', 'units-shipped-t30', 'days-of-supply'] as const

describe('the planning report', () => {
  test('is read by the names of its columns, in whatever order, spelling and company they come', () => {
    const head = ['Days_of_Supply', 'new column of 2031', 'UNITS SHIPPED T30', 'Sku', 'snapshot-date']
    expect(readerOf(head, ['41', 'x', '12', 'A-1', '2026-11-21'])).toMatchObject({
      rows: [{ sku: 'A-1', units30: 12, daysOfSupply: 41 }],
      broken: 0,
      day: '2026-11-21',
    })
  })

  test.each([
    ['seller-sku', 'sku', 'x', 'x'],
    ['merchant-sku', 'sku', 'x', 'x'],
    ['units-shipped-last-7-days', 'units7', '3', 3],
    ['units-shipped-last-60-days', 'units60', '3', 3],
    ['units-shipped-last-90-days', 'units90', '3', 3],
    ['estimated-excess', 'excess', '3', 3],
    ['total-days-of-supply', 'totalDaysOfSupply', '3', 3],
    ['Total Days of Supply (including units from open shipments)', 'totalDaysOfSupply', '3', 3],
    ['recommended-replenishment-qty', 'recommendedUnits', '3', 3],
    ['Recommended ship-in quantity', 'recommendedUnits', '3', 3],
    ['recommended-ship-date', 'recommendedDay', '2026-12-01', '2026-12-01'],
    ['Recommended ship-in date', 'recommendedDay', '2026-12-01T00:00:00Z', '2026-12-01'],
  ])('knows %s as %s', (name, column, text, value) => {
    const head = column === 'sku' ? [name, 'units-shipped-t30'] : ['sku', 'units-shipped-t30', name]
    const line = column === 'sku' ? [text, '1'] : ['A-1', '1', text]
    expect(rowsOf(head, line)).toMatchObject([{ [column]: value }])
  })

  test('keeps days of supply with and without open shipments apart, wherever they stand', () => {
    const supply = ['days-of-supply', 'Total Days of Supply (including units from open shipments)']
    expect(rowsOf(['sku', 'units-shipped-t30', ...supply], ['A-1', '1', '5', '50'])).toMatchObject([
      { daysOfSupply: 5, totalDaysOfSupply: 50 },
    ])
    const turned = ['sku', 'units-shipped-t30', ...supply.toReversed()]
    expect(rowsOf(turned, ['A-1', '1', '50', '5'])).toMatchObject([
      { daysOfSupply: 5, totalDaysOfSupply: 50 },
    ])
  })

  test.each([
    ['0', 0],
    ['12', 12],
    [' 12 ', 12],
    ['1,234', 1234],
    ['1,234,567', 1_234_567],
    ['0.35', 0.35],
    ['', undefined],
    ['-', undefined],
    ['N/A', undefined],
    ['-4', undefined],
    ['many', undefined],
    ['1e9', undefined],
    ['0x10', undefined],
    ['1.2.3', undefined],
    ['9999999999999', undefined],
    ['Infinity', undefined],
    ['１２', undefined],
  ])('reads %j as %s', (text, value) => {
    expect(rowsOf(HEAD, ['2026-11-21', 'A-1', text, '1', ''])).toEqual([
      expect.objectContaining({ sku: 'A-1', units7: value, units30: 1, daysOfSupply: undefined }),
    ])
  })

  test('names the columns that it does not have', () => {
    const report = readerOf(HEAD, ['2026-11-21', 'A-1', '1', '1', '1'])
    const missing = typeof report === 'string' ? [] : report.missing
    expect(missing).toContain('excess')
    expect(missing).toContain('ageOver365')
    expect(missing).not.toContain('units30')
  })

  test.each([
    ['without SKUs', ['units-shipped-t30', 'asin']],
    ['without the units of thirty days', ['sku', 'units-shipped-t7']],
    ['with nothing in it', []],
  ])('%s is no such report', (_, head) => {
    expect(readerOf(head, ['1', '1'])).toBe('columns')
  })

  test('that never came is no such report', () => {
    expect(planningReader().end()).toBe('columns')
  })

  test('skips lines that say nothing, and keeps longer ones', () => {
    const day = '2026-11-21'
    const report = readerOf(HEAD, [day, 'A-1', '1', '1', '1', 'one more field'], [''], ['   '])
    expect(report).toMatchObject({ rows: [{ sku: 'A-1' }], broken: 0 })
  })

  test.each([
    { rows: 3, broken: 1, is: 'told' },
    { rows: 3, broken: 2, is: 'refused' },
    { rows: 198, broken: 2, is: 'told' },
    { rows: 197, broken: 3, is: 'refused' },
  ])('with $broken broken rows beside $rows is $is', ({ rows, broken, is }) => {
    const good = Array.from({ length: rows }, (_, at) => ['2026-11-21', `A-${at}`, '1', '1', '1'])
    const bad = [
      ['2026-11-21', 'short'],
      ['2026-11-21', '', '1', '1', '1'],
      ['2026-11-21', 'x'.repeat(201), '1', '1', '1'],
    ]
    const report = readerOf(HEAD, ...good, ...bad.slice(0, broken))
    if (is === 'refused') expect(report).toBe('rows')
    else expect(report).toMatchObject({ broken, rows: good.map(([, sku]) => ({ sku })) })
  })

  test('of more than 100,000 rows is not taken in', () => {
    const reader = planningReader()
    reader.line('sku\tunits-shipped-t30')
    for (let at = 0; at < 100_000; at += 1) reader.line(`A-${at}\t1`)
    expect(reader.end()).toMatchObject({ broken: 0 })
    for (let at = 0; at < 10; at += 1) reader.line(`B-${at}\t1`)
    expect(reader.end()).toBe('too-many')
  })
})

test('a row keeps its own fields in memory, and not the line that they were in', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const reader = planningReader()
  reader.line(['sku', 'units-shipped-t30', 'product-name'].join('\t'))
  collect()
  const before = process.memoryUsage().heapUsed
  for (let at = 0; at < 5_000; at += 1)
    reader.line([`A-LONG-ENOUGH-SKU-${at}`, '3', `${at} `.repeat(1_000)].join('\t'))
  collect()
  const bytesEach = (process.memoryUsage().heapUsed - before) / 5_000
  expect(reader.end()).toMatchObject({ broken: 0 })
  expect(bytesEach).toBeLessThan(1_000)
})
