/** An amount in a currency's smallest unit: cents, yen, fils. Whole numbers only, so that sums are exact. */
export interface Money {
  /** A safe integer. Negative for what flows the other way. */
  readonly minor: number
  /** ISO 4217, upper case. */
  readonly currency: string
}

let known: ReadonlySet<string> | undefined
const decimals = new Map<string, number>()

/**
 * Digits after the point: JPY 0, USD 2, KWD 3. Undefined for a code the runtime does not know, since a guess would be
 * off by factors of ten. Source: ISO 4217 as Intl carries it; equal to ISO's list for every currency Amazon pays in.
 */
export function minorDigits(currency: string): number | undefined {
  const cached = decimals.get(currency)
  if (cached !== undefined) return cached
  known ??= new Set(Intl.supportedValuesOf('currency'))
  if (!known.has(currency)) return undefined
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  decimals.set(currency, digits)
  return digits
}

/** A plain decimal, as JSON and Java write one: no grouping, no sign but a minus, an exponent at most. */
const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/

/**
 * Amazon's amount, text or number, in minor units without rounding. A number is read by its shortest decimal text, which
 * is what Amazon wrote for up to 15 digits. Undefined for what is no amount of that currency: grouped digits, blanks, a
 * fraction of a yen, a currency nobody knows, more than 2⁵³.
 */
export function moneyOf(amount: string | number, currency: string): Money | undefined {
  const digits = minorDigits(currency)
  const [, minus, whole, fraction = '', exponent = '0'] = DECIMAL.exec(String(amount)) ?? []
  if (digits === undefined || whole === undefined) return undefined
  // The point moves right by the currency's digits and the exponent; what stays behind it must be zeros.
  const shift = digits + Number(exponent) - fraction.length
  const all = whole + fraction
  const kept = shift >= 0 ? all + '0'.repeat(shift) : all.slice(0, shift)
  const rest = shift >= 0 ? '' : all.slice(shift)
  if (/[1-9]/.test(rest)) return undefined
  const minor = Number(kept)
  if (!Number.isSafeInteger(minor)) return undefined
  return { minor: minus === '-' && minor !== 0 ? -minor : minor, currency }
}

/** The amount as a plain decimal with all digits of its currency: `-12.30`, `1200`. The inverse of `moneyOf`; for CSV. */
export function decimalOf({ minor, currency }: Money): string {
  const digits = minorDigits(currency) ?? 0
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const point = text.length - digits
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, point)}.${text.slice(point)}`
}

/** One sum per currency, by currency code. Currencies are never mixed. Throws beyond 2⁵³ minor units: a bug upstream. */
export function sumByCurrency(amounts: Iterable<Money>): readonly Money[] {
  const sums = new Map<string, number>()
  for (const { minor, currency } of amounts) {
    const sum = (sums.get(currency) ?? 0) + minor
    if (!Number.isSafeInteger(sum)) throw new RangeError(`a sum of ${currency} is no safe integer`)
    sums.set(currency, sum)
  }
  return [...sums]
    .map(([currency, minor]) => ({ minor, currency }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}
