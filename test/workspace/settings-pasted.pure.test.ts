import { describe, expect, test } from 'vitest'
import { csvLine } from '../../src/core/csv.ts'
import { errorInWords } from '../../src/workspace/settings/paste-section.tsx'
import { type PasteFault, readPasted, withLine } from '../../src/workspace/settings/pasted.ts'

const taken = (text: string) => {
  const read = readPasted(text)
  if (!read.ok) throw new Error(JSON.stringify(read.fault))
  return read.value.skus.map(({ sku, choices }) => [sku, choices] as const)
}
const refusedWith = (text: string) => {
  const read = readPasted(text)
  return read.ok ? 'taken' : read.fault.errors.map(({ line, column, fault }) => [line, column, fault])
}

describe('a pasted table', () => {
  test.each([
    ['commas', 'sku,lead_days\nA-1,60', [['A-1', { leadDays: 60 }]]],
    ['semicolons', 'sku;lead_days\r\nA-1;60\r\n', [['A-1', { leadDays: 60 }]]],
    ['tabs, as a spreadsheet copies', 'sku\tlead_days\nA,1\t60\n', [['A,1', { leadDays: 60 }]]],
    ['columns in any order and case', 'Lead Days,SKU\n60,A-1', [['A-1', { leadDays: 60 }]]],
    ['a byte order mark', '\uFEFFsku,mode\nA-1,air', [['A-1', { mode: 'air' }]]],
    ['zeros and our apostrophe', "sku,carton_units\n'00902,12", [['00902', { cartonUnits: 12 }]]],
    [
      'quotes with a separator and a quote',
      'sku,lead_days\n"A ""x"", b",60',
      [['A "x", b', { leadDays: 60 }]],
    ],
    [
      'a line end within a quote',
      'sku,lead_days\n"A\nB",60\nC,70',
      [
        ['A\nB', { leadDays: 60 }],
        ['C', { leadDays: 70 }],
      ],
    ],
    [
      'percentages as shares',
      'sku,service_level_percent,deviation_percent\nA,99.9 %,12.5',
      [['A', { serviceLevel: 0.999, leadDeviationShare: 0.125 }]],
    ],
    ['a decimal comma', 'sku;deviation_percent\nA;12,5', [['A', { leadDeviationShare: 0.125 }]]],
    [
      'stages, an empty one as none',
      'sku,production_days,receiving_days\nA,20,10',
      [['A', { stages: { production: 20, domestic: 0, freight: 0, receiving: 10 } }]],
    ],
    [
      'a total that is the sum of its stages',
      'sku,lead_days,freight_days\nA,30,30',
      [['A', { stages: { production: 0, domestic: 0, freight: 30, receiving: 0 } }]],
    ],
    [
      'an empty cell, and cells that a line leaves out',
      'sku,lead_days,mode\nA,,\nB',
      [
        ['A', {}],
        ['B', {}],
      ],
    ],
    ['empty lines', '\n\nsku,lead_days\n\n,\nA,60\n\n', [['A', { leadDays: 60 }]]],
    [
      'markup and formulas in a SKU, as text',
      "sku,lead_days\n<b>,60\n'=1+1,61",
      [
        ['<b>', { leadDays: 60 }],
        ['=1+1', { leadDays: 61 }],
      ],
    ],
  ])('is read with %s', (_name, text, skus) => {
    expect(taken(text)).toEqual(skus)
  })

  test.each<[string, string, readonly (readonly [number, string | undefined, PasteFault])[]]>([
    ['nothing', '', [[1, undefined, 'empty']]],
    ['a head alone', 'sku,lead_days\n', [[1, undefined, 'empty']]],
    [
      'no column sku',
      'asin,lead_days\nA,60',
      [
        [1, undefined, 'no-sku-column'],
        [1, 'asin', 'unknown-column'],
      ],
    ],
    ['only the column sku', 'sku\nA', [[1, undefined, 'no-setting-column']]],
    ['a column twice', 'sku,mode,mode\nA,air,sea', [[1, 'mode', 'column-twice']]],
    ['an open quote', 'sku,mode\nA,sea\n"B,air', [[3, undefined, 'quote-open']]],
    ['more cells than columns', 'sku,mode\nA,air,1', [[2, undefined, 'cells']]],
    ['no SKU', 'sku,mode\n,air', [[2, 'sku', 'sku-missing']]],
    [
      'a SKU twice, one of them with our apostrophe',
      "sku,mode\n012,air\n'012,sea",
      [[3, 'sku', 'sku-twice']],
    ],
    ['a long SKU', `sku,mode\n${'x'.repeat(201)},air`, [[2, 'sku', 'sku-too-long']]],
    [
      'words for numbers',
      'sku,lead_days,carton_units\nA,soon,1e3',
      [
        [2, 'lead_days', 'value'],
        [2, 'carton_units', 'value'],
      ],
    ],
    [
      'bounds that are passed',
      'sku,lead_days,service_level_percent\nA,731,100\nB,0,49',
      [
        [2, 'lead_days', 'value'],
        [2, 'service_level_percent', 'value'],
        [3, 'lead_days', 'value'],
        [3, 'service_level_percent', 'value'],
      ],
    ],
    [
      'half days and negative ones',
      'sku,lead_days,target_cover_days\nA,1.5,-3',
      [
        [2, 'lead_days', 'value'],
        [2, 'target_cover_days', 'value'],
      ],
    ],
    ['a total that is not the sum', 'sku,lead_days,freight_days\nA,31,30', [[2, 'lead_days', 'value']]],
    ['stages of no day', 'sku,freight_days,receiving_days\nA,0,0', [[2, 'production_days', 'value']]],
    ['an unknown mode', 'sku,mode\nA,rocket', [[2, 'mode', 'value']]],
    [
      'an error after a cell of two lines, at its own line',
      'sku,mode\n"A\nB",air\nC,rocket',
      [[4, 'mode', 'value']],
    ],
    ['more than 2 MB', `sku,mode\n${'x'.repeat(2_000_000)}`, [[1, undefined, 'too-long']]],
    [
      'more than 50,000 SKUs',
      `sku,mode\n${Array.from({ length: 50_001 }, (_, n) => n).join(',air\n')}`,
      [[1, undefined, 'too-many-lines']],
    ],
  ])('is refused whole with %s', (_name, text, errors) => {
    expect(refusedWith(text)).toEqual(errors)
  })

  test('takes 50,000 lines, and tells twenty of many errors and their number', () => {
    const lines = Array.from({ length: 50_000 }, (_, n) => `${n},60`)
    expect(taken(`sku,lead_days\n${lines.join('\n')}`)).toHaveLength(50_000)
    const wrong = readPasted(`sku,lead_days\n${lines.map((line) => `${line}x`).join('\n')}`)
    expect(wrong.ok ? undefined : [wrong.fault.errors.length, wrong.fault.count]).toEqual([20, 50_000])
  })

  const key = 'AKIAIOSFODNN7EXAMPLE'
  test.each([
    ['in a cell', `sku,mode\nA,${key}`, true],
    ['in the head', `sku,${key}\nA,1`, true],
    ['where no table is', key, true],
    ['behind an open quote', `sku,mode\n"A,${key}`, true],
    ['as a SKU beside an error', `sku,mode\n${key},rocket`, false],
  ])('with a key %s is told as such, but not for a SKU', (_name, text, secret) => {
    const read = readPasted(text)
    expect(read.ok ? undefined : read.fault.secret).toBe(secret)
  })

  test('with a key as a SKU is taken', () => {
    expect(taken(`sku,mode\n${key},air`)).toEqual([[key, { mode: 'air' }]])
  })

  test('has an error for each fault in both languages, with line and column', () => {
    for (const language of ['en', 'zh'] as const) {
      const says = errorInWords({ line: 1234, column: 'lead_days', fault: 'value' }, language)
      expect(says).toContain('1,234')
      expect(says).toContain('lead_days')
    }
    expect(errorInWords({ line: 2, column: undefined, fault: 'cells' }, 'en')).toBe(
      'Line 2: there are more cells than column names.',
    )
  })

  test.each(['00902', '=1+1', '1e5', "'x", '<b>', 'a,b', 'say "x"', '@me', '１２', "''"])(
    'brings the SKU %s of our own file back as it was',
    (sku) => {
      expect(taken(`sku,mode\n${csvLine([{ code: sku }, 'air'])}`)[0]?.[0]).toBe(sku)
    },
  )
})

describe('any table', () => {
  const SIGNS = ['0', '9', 'A', 'z', '-', "'", '"', ',', ';', '=', '<', '\u202E', '品', '\n', '.']
  /** Numbers that look drawn, the same in each run. */
  const drawing = (seed: number) => {
    let state = seed
    return (below: number): number => {
      state = (state * 48_271) % 2_147_483_647
      return state % below
    }
  }

  test.each([1, 2, 3, 4, 5])(
    'that a spreadsheet writes comes back as it was, with any separator (%i)',
    (seed) => {
      const draw = drawing(seed * 7919)
      for (const separator of [',', ';', '\t']) {
        const skus = new Map<string, number>()
        for (let line = 0; line < 60; line += 1) {
          const sku = Array.from({ length: 1 + draw(12) }, () => SIGNS[draw(SIGNS.length)])
            .join('')
            .trim()
          if (sku !== '') skus.set(sku, 1 + draw(730))
        }
        const quoted = (sku: string): string => `"'${sku.replaceAll('"', '""')}"`
        const lines = [...skus].map(([sku, days]) => `${quoted(sku)}${separator}${days}`)
        const text = [`sku${separator}lead_days`, ...lines].join('\r\n')
        expect(taken(text)).toEqual([...skus].map(([sku, leadDays]) => [sku, { leadDays }]))
      }
    },
  )

  test('of noise is taken or refused, never worse', () => {
    const draw = drawing(104_729)
    for (let round = 0; round < 400; round += 1) {
      const noise = Array.from(
        { length: draw(80) },
        () => [...SIGNS, '\t', '\r', 'sku', 'mode'][draw(SIGNS.length + 4)],
      )
      const read = readPasted(noise.join(''))
      if (!read.ok) expect(read.fault.count).toBeGreaterThan(0)
    }
  })
})

describe('a line over what a SKU has', () => {
  const landings: [] = []
  const now = { choices: { leadDays: 40, cartonUnits: 6 }, landings }
  test('replaces the columns of the table and leaves the others', () => {
    expect(withLine(now, { targetCoverDays: 60 }, ['target_cover_days']).choices).toEqual({
      leadDays: 40,
      cartonUnits: 6,
      targetCoverDays: 60,
    })
    expect(withLine(now, {}, ['carton_units']).choices).toEqual({ leadDays: 40 })
  })
  test('replaces a total by stages and the other way round: one lead time stands', () => {
    const stages = { production: 1, domestic: 1, freight: 1, receiving: 1 }
    expect(withLine(now, { stages }, ['freight_days']).choices).toEqual({ stages, cartonUnits: 6 })
    const staged = { choices: { stages }, landings }
    expect(withLine(staged, { leadDays: 9 }, ['lead_days']).choices).toEqual({ leadDays: 9 })
  })
})
