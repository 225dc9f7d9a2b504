import { expect, test } from 'vitest'
import { formatDecimal, formatMoney, formatNumber, formatPercent } from '../../src/web/format.ts'

test.each(['en', 'zh'] as const)('numbers below nought have a minus and no hyphen (%s)', (language) => {
  const written = [
    formatNumber(-1284, language),
    formatDecimal(-0.5, language, 1),
    formatPercent(-0.026, language, 1),
    formatMoney({ minor: -128_450, currency: 'USD' }, language),
  ]
  expect(written).toEqual(['−1,284', '−0.5', '−2.6%', 'USD\u00a0−1,284.50'])
})

test('what rounds to nought has no sign', () => {
  expect([formatNumber(-0, 'en'), formatDecimal(-0.04, 'zh', 1)]).toEqual(['0', '0.0'])
})

test.each([
  ['all digits of its currency', { minor: 128_450, currency: 'USD' }, false, 'USD\u00a01,284.50'],
  ['a yen has no parts', { minor: 1284, currency: 'JPY' }, false, 'JPY\u00a01,284'],
  ['a dinar has a thousand', { minor: 1284, currency: 'KWD' }, false, 'KWD\u00a01.284'],
  ['whole, where nothing is lost', { minor: 9_000_000, currency: 'USD' }, true, 'USD\u00a090,000'],
  ['never at the loss of a digit', { minor: 9_000_050, currency: 'USD' }, true, 'USD\u00a090,000.50'],
])('money stands with its code and on one line, alike in both languages: %s', (_, money, isRound, says) => {
  expect([formatMoney(money, 'en', isRound), formatMoney(money, 'zh', isRound)]).toEqual([says, says])
})
