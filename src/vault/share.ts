import { timingSafeEqual } from 'node:crypto'
import type { StoreId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'

/** Half of a key: destroying it makes everything sealed with it unreadable, in every backup too. */
export type ShareOf =
  | { readonly purpose: 'refresh-token'; readonly storeId: StoreId; readonly generation: number }
  | { readonly purpose: 'figures'; readonly storeId: StoreId }

export type Share = Uint8Array<ArrayBuffer>
const SHARE_BYTES = 32

const nameOf = (of: ShareOf): string =>
  of.purpose === 'refresh-token' ? `token/${of.storeId}/${of.generation}` : `figures/${of.storeId}`

/**
 * Writes a new random share where none is. `taken` when there is one already: it is never overwritten. Faults:
 * storage-down. When the reply to the write is lost, a read says whose share is there.
 */
export async function createShare(
  shares: R2Bucket,
  of: ShareOf,
): Promise<Result<Share, 'taken' | 'storage-down'>> {
  const share = crypto.getRandomValues(new Uint8Array(SHARE_BYTES))
  const written = await reached(() => shares.put(nameOf(of), share, { onlyIf: { etagDoesNotMatch: '*' } }))
  if (written.ok && written.value !== null) return ok(share)
  const present = await readShare(shares, of)
  if (present.ok && timingSafeEqual(present.value, share)) return ok(share)
  if (present.ok || present.fault === 'malformed') return fail('taken')
  return fail('storage-down')
}

/** Reads a share. `absent` once destroyed or never made; `malformed` when it is not 32 bytes. Faults: storage-down. */
export async function readShare(
  shares: R2Bucket,
  of: ShareOf,
): Promise<Result<Share, 'absent' | 'malformed' | 'storage-down'>> {
  const read = await reached(async () => {
    const found = await shares.get(nameOf(of))
    if (found === null) return 'absent'
    if (found.size !== SHARE_BYTES) return 'malformed'
    return new Uint8Array(await found.arrayBuffer())
  })
  if (!read.ok) return read
  return typeof read.value === 'string' ? fail(read.value) : ok(read.value)
}

/** Deletes a share and sees that it is gone. Idempotent. Faults: storage-down, also when it is still there. */
export async function deleteShare(shares: R2Bucket, of: ShareOf): Promise<Result<undefined, 'storage-down'>> {
  const left = await reached(async () => {
    await shares.delete(nameOf(of))
    return shares.head(nameOf(of))
  })
  if (!left.ok) return left
  return left.value === null ? ok(undefined) : fail('storage-down')
}

/** R2 speaks of trouble by throwing. That is an expected failure of a network, not a bug. */
async function reached<T>(call: () => Promise<T>): Promise<Result<T, 'storage-down'>> {
  try {
    return ok(await call())
  } catch {
    return fail('storage-down')
  }
}
