import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalOf, minorDigits, moneyOf, sumByCurrency } from '../../src/core/money.ts'

describe('an amount of Amazon becomes minor units', () => {
  test.each([
    ['12.34', 'USD', 1234, 'two digits: 12 × 100 + 34'],
    [25.37, 'USD', 2537, 'a JSON number by its shortest text; 25.37 × 100 in binary is 2537.0000000000005'],
    [1.005, 'KWD', 1005, 'three digits'],
    ['1.5', 'BHD', 1500, 'a missing digit is a zero'],
    ['1200', 'JPY', 1200, 'no digits: the yen is the smallest unit'],
    ['1200.00', 'JPY', 1200, 'zeros behind the point say nothing'],
    ['1.2e3', 'JPY', 1200, 'an exponent, as Java writes large numbers'],
    ['1234e-2', 'USD', 1234, 'an exponent that moves the point left'],
    ['-3.10', 'EUR', -310, 'what flows the other way'],
    ['-0.00', 'EUR', 0, 'no negative zero'],
    ['0', 'SEK', 0, 'nothing is an amount too'],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER, 'up to 2⁵³ − 1'],
  ])('%s %s is %i: %s', (amount, currency, minor, why) => {
    expect(moneyOf(amount, currency), why).toStrictEqual({ minor, currency })
  })

  test.each([
    ['', 'USD', 'empty'],
    ['N/A', 'USD', 'words'],
    ['1,234.50', 'USD', 'grouped: another country reads 1,234'],
    [' 12', 'USD', 'a blank'],
    ['+12', 'USD', 'a plus'],
    ['.5', 'USD', 'no digit before the point'],
    ['12.345', 'USD', 'a tenth of a cent'],
    ['0.5', 'JPY', 'half a yen'],
    ['1e-3', 'USD', 'a tenth of a cent by exponent'],
    ['90071992547409.92', 'USD', 'beyond 2⁵³'],
    ['1e99', 'USD', 'far beyond'],
    [Number.NaN, 'USD', 'not a number'],
    [Number.POSITIVE_INFINITY, 'USD', 'endless'],
    ['12', 'usd', 'a currency in lower case'],
    ['12', 'XQZ', 'a currency nobody knows'],
    ['12', '', 'no currency'],
  ])('refuses %s %s: %s', (amount, currency, why) => {
    expect(moneyOf(amount, currency), why).toBeUndefined()
  })

  test('the digits are ISO 4217’s for every currency of our marketplaces', () => {
    const two = 'CAD USD MXN BRL EUR GBP SEK ZAR PLN EGP TRY SAR AED INR SGD AUD'.split(' ')
    expect(two.map(minorDigits)).toEqual(two.map(() => 2))
    expect(minorDigits('JPY')).toBe(0)
    expect(['KWD', 'BHD', 'OMR', 'JOD', 'TND'].map(minorDigits)).toEqual([3, 3, 3, 3, 3])
  })

  test('comes back from its decimal text in every kind of currency (property)', () => {
    const currency = fc.constantFrom('USD', 'JPY', 'KWD')
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
        const money = { minor: minor === 0 ? 0 : minor, currency: code }
        expect(moneyOf(decimalOf(money), code)).toStrictEqual(money)
      }),
    )
  })
})

test.each([
  [5, 'USD', '0.05'],
  [-5, 'KWD', '-0.005'],
  [1234, 'JPY', '1234'],
  [0, 'EUR', '0.00'],
])('%i minor units of %s are written %s', (minor, currency, text) => {
  expect(decimalOf({ minor, currency })).toBe(text)
})

describe('sums', () => {
  test('are kept per currency and exact: ten times 0.10 is 1.00', () => {
    const dimes = Array.from({ length: 10 }, () => ({ minor: 10, currency: 'USD' }))
    expect(sumByCurrency([...dimes, { minor: 7, currency: 'JPY' }])).toEqual([
      { minor: 7, currency: 'JPY' },
      { minor: 100, currency: 'USD' },
    ])
    expect(sumByCurrency([])).toEqual([])
  })

  test('throw rather than round', () => {
    const most = { minor: Number.MAX_SAFE_INTEGER, currency: 'USD' }
    expect(() => sumByCurrency([most, { minor: 1, currency: 'USD' }])).toThrow(RangeError)
  })
})
