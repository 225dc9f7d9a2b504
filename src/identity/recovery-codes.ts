import { hashOf } from '../core/bytes.ts'
import { base32, type PersonId } from '../core/id.ts'
import type { Random } from '../core/time.ts'

/** As many as fit a sheet of paper and outlast the lost telephones of some years. */
export const RECOVERY_CODES = 10
/** 20 characters of 5 bits: 100 bits, beyond guessing even for somebody who holds every stored hash. */
const CODE_LENGTH = 20
const GROUP_LENGTH = 4

/** Ten codes of 100 random bits each, in an alphabet without look-alikes. */
export function newRecoveryCodes(random: Random): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => base32(random(13)).slice(0, CODE_LENGTH))
}

/** As it is printed: `7k2m-9qpx-04tz-hh1d-c6wv`. */
export const groupedCode = (code: string): string =>
  code.match(new RegExp(`.{${GROUP_LENGTH}}`, 'g'))?.join('-') ?? code

/**
 * The twenty characters of a code as somebody types it: any case, any or no hyphens and spaces, full-width or not,
 * `o` for 0 and `i` or `l` for 1. Undefined when it cannot be a code. Pure.
 */
export function parseRecoveryCode(typed: string): string | undefined {
  const plain = typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
  return /^[0-9a-hjkmnp-tv-z]{20}$/.test(plain) ? plain : undefined
}

/** How a code is stored: bound to its person, so that one search through codes cannot test every account at once. */
export const recoveryCodeHash = (of: PersonId, code: string): Promise<string> =>
  hashOf(`recovery-code/${of}/${code}`)
