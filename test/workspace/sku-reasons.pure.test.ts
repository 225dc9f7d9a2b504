import { describe, expect, test } from 'vitest'
import type { Reason } from '../../src/workspace/inventory/plan/beside-amazon.ts'
import { reasonInWords } from '../../src/workspace/inventory/sku/reasons.ts'

/** Each code once: a new one does not compile without its line here. */
const REASONS: { readonly [K in Reason['code']]: Extract<Reason, { code: K }> } = {
  'stock-moved': { code: 'stock-moved', atSnapshot: 1280, now: 64 },
  'inbound-counted': { code: 'inbound-counted', units: 1280 },
  'late-inbound-left-out': { code: 'late-inbound-left-out', units: 64 },
  'stock-outs-left-out': { code: 'stock-outs-left-out', days: 3, ofDays: 30 },
  'new-sku': { code: 'new-sku', days: 7 },
  'own-settings': { code: 'own-settings', leadDays: 75, targetCoverDays: 120 },
  'full-cartons': { code: 'full-cartons', cartonUnits: 24 },
  'amazon-forecasts': { code: 'amazon-forecasts', ofDays: 27 },
}
const all = Object.values(REASONS)

describe('why ours differs from Amazon’s', () => {
  test.each(['en', 'zh'] as const)('is a sentence with its numbers for every reason, in %s', (language) => {
    const said = all.map((reason) => reasonInWords(reason, language))
    expect(new Set(said).size).toBe(all.length)
    for (const [index, sentence] of said.entries()) {
      expect(sentence).toMatch(language === 'en' ? /^[A-Z].*\.$/ : /^\p{Script=Han}.*。$/u)
      const { code: _code, ...numbers } = all[index] ?? REASONS['new-sku']
      for (const number of Object.values(numbers)) expect(sentence).toContain(number.toLocaleString('en'))
    }
  })

  test('reads as a person would say it', () => {
    expect(reasonInWords(REASONS['stock-outs-left-out'], 'en')).toBe(
      'Ours leaves out 3 of 30 days that were out of stock.',
    )
    expect(reasonInWords(REASONS['stock-outs-left-out'], 'zh')).toBe('我们扣除了 30 天中缺货的 3 天。')
  })
})
