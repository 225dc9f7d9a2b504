/** More than any token request needs; a refresh token is at most 2,048 bytes. */
const BODY_BYTES_MAX = 16_384

/** The parameters of a token request, each at most once. */
export type TokenForm = ReadonlyMap<string, string>

/** Reads a form-encoded body, or undefined if it is not one, is too long, or names a parameter twice. */
export async function readTokenForm(request: Request): Promise<TokenForm | undefined> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return undefined
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength > BODY_BYTES_MAX) return undefined
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(bytes))) {
    if (form.has(name)) return undefined
    form.set(name, value)
  }
  return form
}
