import type { SellerId, StoreId, SweepId } from '../core/id.ts'
import type { Region } from '../core/region.ts'

/** Whose refresh token, and which authorization of theirs. A generation is never used for two authorizations. */
export interface TokenBinding {
  readonly purpose: 'refresh-token'
  readonly storeId: StoreId
  readonly sellerId: SellerId
  readonly region: Region
  /** 1, 2, 3 … held by the store's object. */
  readonly generation: number
}

/** One snapshot of one part of one kind of figures, or the settings: what `sealAll` and `openAll` take. */
export interface FiguresBinding {
  readonly purpose: 'figures'
  readonly storeId: StoreId
  readonly sellerId: SellerId
  readonly region: Region
  readonly kind: string
  readonly part: string
  readonly sweepId: SweepId
}

/** One chunk of a snapshot: `chunk` counts from 0, `chunks` is how many there are. */
interface FiguresChunkBinding extends FiguresBinding {
  readonly chunk: number
  readonly chunks: number
}

export type Binding = TokenBinding | FiguresChunkBinding

/** What a sealed value is tied to, as fields that are length-prefixed before use. */
export interface SealContext {
  /** Enters the key: each list of these has a key of its own. */
  readonly keyFields: readonly string[]
  /** Authenticated with the ciphertext. */
  readonly boundFields: readonly string[]
}

/** The fields of a binding, in an order that is part of the format: changing it makes every sealed value unreadable. */
export function contextOf(binding: Binding): SealContext {
  const whose = [binding.purpose, binding.storeId, binding.sellerId, binding.region]
  if (binding.purpose === 'refresh-token') {
    const fields = [...whose, count(binding.generation, 1)]
    return { keyFields: fields, boundFields: fields }
  }
  const place = [count(binding.chunk, 0), count(binding.chunks, binding.chunk + 1)]
  return {
    keyFields: whose,
    boundFields: [...whose, binding.kind, binding.part, binding.sweepId, ...place],
  }
}

function count(value: number, min: number): string {
  if (!Number.isSafeInteger(value) || value < min) throw new RangeError('a binding counts in whole numbers')
  return String(value)
}
