import { base64url, fromBase64, text, utf8 } from '../core/bytes.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { Secret } from '../core/secret.ts'
import type { TokenBinding } from './binding.ts'
import { open, seal, type VaultDeps, type VaultFault } from './vault.ts'

/** Seals a refresh token as the base64url text that the directory keeps. As `seal`: spends the generation. */
export async function sealToken(
  deps: VaultDeps,
  binding: TokenBinding,
  token: Secret,
): Promise<Result<string, VaultFault>> {
  const plaintext = utf8(token.reveal())
  const sealed = await seal(deps, binding, plaintext)
  plaintext.fill(0)
  return sealed.ok ? ok(base64url(sealed.value)) : sealed
}

/** Opens a refresh token from the directory's text. Faults as `open`; text that is not our own spelling is refused. */
export async function openToken(
  deps: VaultDeps,
  binding: TokenBinding,
  sealed: string,
): Promise<Result<Secret, VaultFault>> {
  const bytes = fromBase64(sealed)
  // Base64 has spare bits and two alphabets: only the one spelling we write counts as unaltered.
  if (bytes === undefined || base64url(bytes) !== sealed) return fail('store-quarantined')
  const opened = await open(deps, binding, bytes)
  if (!opened.ok) return opened
  const token = new Secret(text(opened.value))
  opened.value.fill(0)
  return ok(token)
}
