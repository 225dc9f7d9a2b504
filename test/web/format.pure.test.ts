import { expect, test } from 'vitest'
import { formatDecimal, formatMoney, formatNumber, formatPercent } from '../../src/web/format.ts'

test.each(['en', 'zh'] as const)('numbers below nought have a minus and no hyphen (%s)', (language) => {
  const written = [
    formatNumber(-1284, language),
    formatDecimal(-0.5, language, 1),
    formatPercent(-0.026, language, 1),
    formatMoney({ minor: -128_450, currency: 'USD' }, language),
  ]
  expect(written).toEqual(['−1,284', '−0.5', '−2.6%', '−US$1,284.50'])
})

test('what rounds to nought has no sign', () => {
  expect([formatNumber(-0, 'en'), formatDecimal(-0.04, 'zh', 1)]).toEqual(['0', '0.0'])
})
