import { expect, test } from 'vitest'
import { personId } from '../../src/core/id.ts'
import {
  groupedCode,
  newRecoveryCodes,
  parseRecoveryCode,
  RECOVERY_CODES,
  recoveryCodeHash,
} from '../../src/identity/recovery-codes.ts'

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

test('ten different codes of a hundred bits, in groups a person can copy', () => {
  const codes = newRecoveryCodes(random)
  expect(codes).toHaveLength(RECOVERY_CODES)
  expect(new Set(codes).size).toBe(RECOVERY_CODES)
  for (const code of codes) {
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{20}$/)
    expect(groupedCode(code)).toMatch(/^(?:[0-9a-z]{4}-){4}[0-9a-z]{4}$/)
    expect(parseRecoveryCode(groupedCode(code))).toBe(code)
  }
})

test('every bit of a code is drawn: no character is constant', () => {
  const codes = Array.from({ length: 20 }, () => newRecoveryCodes(random)).flat()
  for (let at = 0; at < 20; at += 1) expect(new Set(codes.map((code) => code[at])).size).toBeGreaterThan(16)
})

test.each([
  ['7k2m-9qpx-04tz-hh1d-c6wv', '7k2m9qpx04tzhh1dc6wv'],
  ['7K2M 9QPX 04TZ HH1D C6WV', '7k2m9qpx04tzhh1dc6wv'],
  ['７ｋ２ｍ－９ｑｐｘ－０４ｔｚ－ｈｈ１ｄ－ｃ６ｗｖ', '7k2m9qpx04tzhh1dc6wv'],
  ['7k2m–9qpx—O4tz‑hhId‐c6wv', '7k2m9qpx04tzhh1dc6wv'],
])('reads %s', (typed, code) => expect(parseRecoveryCode(typed)).toBe(code))

test.each(['', '7k2m', '7k2m-9qpx-04tz-hh1d-c6wu', '7k2m-9qpx-04tz-hh1d-c6wv-0', "'; drop table person; --"])(
  'does not read %j',
  (typed) => expect(parseRecoveryCode(typed)).toBeUndefined(),
)

test('the same code of two people is stored under two hashes', async () => {
  const [one, two] = ['0000000000000000000000000a', '0000000000000000000000000b'].map((id) =>
    personId.parse(id),
  )
  if (one === undefined || two === undefined) throw new Error('two ids')
  expect(await recoveryCodeHash(one, '7k2m9qpx04tzhh1dc6wv')).not.toBe(
    await recoveryCodeHash(two, '7k2m9qpx04tzhh1dc6wv'),
  )
})
