import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import { MINUTE_MS } from '../core/time.ts'
import { sealToken } from '../vault/token.ts'
import { destroy, type TokenBinding } from '../vault/vault.ts'
import type { StoreContext } from './context.ts'
import type { Written } from './directory.ts'
import { armDuty } from './duty.ts'
import { generationsOf } from './generations.ts'
import type { Standing } from './standing.ts'

export const bindingOf = (
  of: Pick<Standing, 'store_id' | 'seller_id' | 'region'>,
  generation: number,
): TokenBinding => ({
  purpose: 'refresh-token',
  storeId: of.store_id,
  sellerId: of.seller_id,
  region: of.region,
  generation,
})

/** If the object dies over a sealing, its dead generations are looked at again this long after. */
const LOOK_AGAIN_MS = 5 * MINUTE_MS

/**
 * Seals a refresh token under a generation that the caller has spent, and writes it to the directory. Afterwards the
 * generation is alive: neither a disconnect nor a newer consent has ended it since it was spent. Faults: store-stopped
 * (it was ended, and its share is destroyed), storage-down (not written, or nobody knows: then the share stays, since
 * the directory may hold the token).
 */
export async function sealNextToken(
  context: StoreContext,
  of: Pick<Standing, 'store_id' | 'seller_id' | 'region'>,
  generation: number,
  token: Secret,
  write: (sealed: string) => Promise<Written>,
): Promise<Result<undefined, Fault>> {
  const { storage, vault, clock, memory } = context
  if (generationsOf(storage.sql).dead >= generation) return fail('store-stopped')
  armDuty(storage, clock, 'destroy-tokens', clock() + LOOK_AGAIN_MS)
  memory.sealing.add(generation)
  try {
    const binding = bindingOf(of, generation)
    const sealed = await sealToken(vault, binding, token)
    if (!sealed.ok) return sealed
    const written = await write(sealed.value)
    if (generationsOf(storage.sql).dead >= generation) {
      await destroy(vault, binding)
      return fail('store-stopped')
    }
    if (written === 'lost') await destroy(vault, binding)
    return written === 'written' ? ok(undefined) : fail('storage-down')
  } finally {
    memory.sealing.delete(generation)
  }
}
