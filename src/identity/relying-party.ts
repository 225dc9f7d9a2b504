/** Who asks for a passkey. Browsers bind a passkey to `id`: PUBLIC_ORIGIN's host must not change. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
  readonly name: string
}

export const relyingParty = (origin: string): RelyingParty => ({
  id: new URL(origin).hostname,
  origin,
  name: 'Mint Hub',
})
