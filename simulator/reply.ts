/** An answer to the app before it leaves. `error` is the code that the journal shows. */
export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly body: string | Uint8Array
  readonly error?: string
  readonly headers?: Readonly<Record<string, string>>
  /** `cut`: the connection ends before the answer is whole. `held`: it leaves only when released. Absent: it leaves. */
  readonly delivery?: 'cut' | 'held'
  /** Faults that changed what a good answer says. */
  readonly surprises?: readonly string[]
}

/** What a 403 says in `details` of a token that was revoked or never given. */
export const DEAD_TOKEN = 'The access token you provided is revoked, malformed or invalid.'
/** What a 403 says in `details` of a token that is over its hour. */
export const EXPIRED_TOKEN = 'The access token you provided has expired.'

/** An error as the token endpoint words it. */
export const lwaError = (status: number, error: string, description: string): Reply => ({
  status,
  contentType: 'application/json;charset=UTF-8',
  body: JSON.stringify({ error_description: description, error }),
  error,
})

/** An error as the SP-API words it. `details` is where a 403 says which kind of refusal it is. */
export const spapiError = (status: number, code: string, message: string, details = ''): Reply => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ errors: [{ code, message, details }] }),
  error: code,
})

/** Amazon's answer to a call beyond its usage plan. No Retry-After and no rate header, as in practice. */
export const quotaExceeded = (): Reply =>
  spapiError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.')

/** Amazon's answer to parameters it cannot take. */
export const invalidInput = (message = 'Invalid request, please check your input.'): Reply =>
  spapiError(400, 'InvalidInput', message)

/** The one 403 that Amazon overloads: role, region, suspended account; `details` set only for tokens. */
export const unauthorized = (details = ''): Reply =>
  spapiError(403, 'Unauthorized', 'Access to requested resource is denied.', details)
