import { readSetting, writeSetting } from '../tables.ts'
import type { World } from '../world.ts'
import type { Seller } from './sellers.ts'

/** A seller can list no more SKUs than this. */
export const SKUS_MAX = 10_000
/** Nor have more open orders. */
export const OPEN_ORDERS_MAX = 5_000

const name = (seller: string, what: 'skus' | 'open-orders' | 'hostile'): string => `${what}/${seller}`

/** The seller as control has set it: how many SKUs, how many open orders, and whether its data is hostile. */
export function sellerNow(world: World, seller: Seller): Seller {
  const skus = readSetting(world.sql, name(seller.id, 'skus'))
  const open = readSetting(world.sql, name(seller.id, 'open-orders'))
  const hostile = readSetting(world.sql, name(seller.id, 'hostile'))
  if (skus === undefined && open === undefined && hostile === undefined) return seller
  return {
    ...seller,
    skuCount: skus === undefined ? seller.skuCount : Number(skus),
    ...(open === undefined ? {} : { openOrders: Number(open) }),
    hostile: hostile === 'on',
  }
}

/** Sets how many SKUs a seller has; undefined: as many as at first. The first ones stay the same. Idempotent. */
export const setSkuCount = (sql: SqlStorage, seller: string, count: number | undefined): void =>
  writeSetting(sql, name(seller, 'skus'), count?.toString())

/** Sets how many orders of a seller are open; undefined: as many as its sales bring. Idempotent. */
export const setOpenOrders = (sql: SqlStorage, seller: string, count: number | undefined): void =>
  writeSetting(sql, name(seller, 'open-orders'), count?.toString())

/** Gives some SKUs of a seller hostile names and ids, or their own back. Idempotent. */
export const setHostile = (sql: SqlStorage, seller: string, on: boolean): void =>
  writeSetting(sql, name(seller, 'hostile'), on ? 'on' : undefined)
