import { fail, ok, type Result } from '../core/result.ts'
import { type Binding, contextOf, type FiguresBinding } from './binding.ts'
import { openEnvelope, sealEnvelope } from './envelope.ts'
import type { KeyRing } from './keyring.ts'
import { createShare, deleteShare, readShare, type Share, type ShareOf } from './share.ts'

export type { Binding, FiguresBinding, TokenBinding } from './binding.ts'

export interface VaultDeps {
  readonly keyRing: KeyRing
  readonly shares: R2Bucket
}

/** storage-down: R2 did not answer, nothing is known, try again. store-quarantined: look before anything is read. */
export type VaultFault = 'storage-down' | 'store-quarantined'

/**
 * Seals one value to its binding under the ring's active key. A refresh token takes a generation that was never
 * used: its share is made here, and one that exists already is store-quarantined. So a generation is spent by the
 * attempt: raise and keep it before calling. For figures the store's share is made at the first use. Not
 * idempotent for tokens. Throws when a value is too long (1,000,000 bytes).
 */
export async function seal(
  deps: VaultDeps,
  binding: Binding,
  plaintext: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>, VaultFault>> {
  const share = await shareToSeal(deps.shares, binding)
  return share.ok ? ok(await sealEnvelope(deps.keyRing, share.value, contextOf(binding), plaintext)) : share
}

/**
 * Opens one value under exactly the binding it was sealed to. store-quarantined: malformed, unknown key id, share
 * gone, altered, or another's. Changes nothing.
 */
export async function open(
  deps: VaultDeps,
  binding: Binding,
  sealed: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>, VaultFault>> {
  const share = await shareToOpen(deps.shares, binding)
  if (!share.ok) return share
  const opened = await openEnvelope(deps.keyRing, share.value, contextOf(binding), sealed)
  return opened.ok ? opened : fail('store-quarantined')
}

/** Seals a snapshot's chunks, in order, with one reading of the store's share. At least one chunk: none proves nothing. */
export async function sealAll(
  deps: VaultDeps,
  binding: FiguresBinding,
  plaintexts: readonly Uint8Array[],
): Promise<Result<Uint8Array<ArrayBuffer>[], VaultFault>> {
  if (plaintexts.length === 0) throw new RangeError('a snapshot has at least one chunk')
  const share = await shareToSeal(deps.shares, binding)
  if (!share.ok) return share
  const sealed: Uint8Array<ArrayBuffer>[] = []
  for (const [chunk, plaintext] of plaintexts.entries()) {
    const context = contextOf({ ...binding, chunk, chunks: plaintexts.length })
    sealed.push(await sealEnvelope(deps.keyRing, share.value, context, plaintext))
  }
  return ok(sealed)
}

/**
 * Opens a snapshot's chunks: all of them, in the order they were sealed, or none. store-quarantined as for `open`,
 * also when a chunk is missing, doubled or out of place. Changes nothing.
 */
export async function openAll(
  deps: VaultDeps,
  binding: FiguresBinding,
  sealed: readonly Uint8Array[],
): Promise<Result<Uint8Array<ArrayBuffer>[], VaultFault>> {
  if (sealed.length === 0) return fail('store-quarantined')
  const share = await shareToOpen(deps.shares, binding)
  if (!share.ok) return share
  const opened: Uint8Array<ArrayBuffer>[] = []
  for (const [chunk, bytes] of sealed.entries()) {
    const context = contextOf({ ...binding, chunk, chunks: sealed.length })
    const plaintext = await openEnvelope(deps.keyRing, share.value, context, bytes)
    if (!plaintext.ok) return fail('store-quarantined')
    opened.push(plaintext.value)
  }
  return ok(opened)
}

/**
 * Destroys the share, and with it everything sealed to it, wherever copies are. Idempotent; done only when a look
 * afterwards found nothing. A full binding will do. Faults: storage-down, then call again.
 */
export function destroy(
  deps: Pick<VaultDeps, 'shares'>,
  of: ShareOf,
): Promise<Result<undefined, 'storage-down'>> {
  return deleteShare(deps.shares, of)
}

/** A token's share is always new; the figures' share is made by whoever is first, and everyone uses that one. */
async function shareToSeal(shares: R2Bucket, of: ShareOf): Promise<Result<Share, VaultFault>> {
  if (of.purpose === 'figures') {
    const present = await readShare(shares, of)
    if (present.ok || present.fault !== 'absent') return present.ok ? present : fail(asFault(present.fault))
  }
  const created = await createShare(shares, of)
  if (created.ok || of.purpose === 'refresh-token') return created.ok ? created : fail(asFault(created.fault))
  return created.fault === 'taken' ? shareToOpen(shares, of) : fail(created.fault)
}

async function shareToOpen(shares: R2Bucket, of: ShareOf): Promise<Result<Share, VaultFault>> {
  const present = await readShare(shares, of)
  return present.ok ? present : fail(asFault(present.fault))
}

const asFault = (why: 'absent' | 'malformed' | 'taken' | 'storage-down'): VaultFault =>
  why === 'storage-down' ? why : 'store-quarantined'
