import * as z from 'zod'

/**
 * A mail address as typed, made comparable: full-width characters of an input method become ASCII, spaces around it
 * go, letters are lower-cased. Addresses that differ only in case are one account.
 */
export const emailAddress = z.string().max(254).normalize('NFKC').trim().toLowerCase().pipe(z.email())
