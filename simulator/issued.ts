/** The oldest go beyond this many. */
const ISSUED_MAX = 1000

export type IssuedKind =
  | 'authorization-code'
  | 'refresh-token'
  | 'access-token'
  | 'redirect-query'
  | 'document-signature'

/**
 * Codes, tokens and what looks like one in a redirect, in clear, for tests that search for them where they must not be. In this module's memory only, as
 * mails are: storage is a file, and keeps hashes.
 */
const given: { readonly kind: IssuedKind; readonly value: string }[] = []

/** Notes what was given out. Returns it. */
export function noteIssued(kind: IssuedKind, value: string): string {
  given.push({ kind, value })
  if (given.length > ISSUED_MAX) given.shift()
  return value
}

/** Everything given out since the process started or was reset, oldest first. */
export const readIssued = (): typeof given => [...given]

/** Forgets it. Idempotent. */
export function clearIssued(): void {
  given.length = 0
}
