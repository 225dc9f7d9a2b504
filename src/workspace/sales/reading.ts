import { createHash } from 'node:crypto'
import { marketplaceById, zoneOf } from '../../amazon/regions.ts'
import { oldestKeptMs } from '../../core/data.ts'
import { addDays, type Day, dayOf, startOfDay } from '../../core/day.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { MINUTE_MS } from '../../core/time.ts'
import { callAmazon } from '../../store/call.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import type { Run } from '../../store/sync.ts'
import { storedStock } from '../inventory/seen.ts'
import type { Brought } from '../reading/reader.ts'
import { joinDays, oldestOf, type SoldDays, soldDays } from './days.ts'

/** Amazon counts cancelled orders out for weeks afterwards: so many days are read again each time. */
const READ_AGAIN_DAYS = 35

/** Where the days of one SKU are kept: the SKU itself stands nowhere in clear. */
export const skuPart = (marketplace: MarketplaceId, sku: string): string =>
  `${marketplace}/${createHash('sha256').update(`sku/${sku}`).digest('hex').slice(0, 32)}`

/** Reads orders, units and sales of each day of a marketplace. Faults: those of callAmazon. */
export const readSales = (
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought, Fault>> => readDays(context, held, run, marketplaceId.parse(run.part), undefined)

/** The same for the one SKU that the part stands for. Fault not-found: the stored inventory knows no such SKU. */
export async function readSkuSales(
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought, Fault>> {
  const marketplace = marketplaceId.parse(run.part.split('/')[0])
  const place = { kind: 'inventory', part: marketplace } as const
  const inventory = await openSnapshot(context, place, storedStock)
  if (!inventory.ok) return inventory
  const found = inventory.value?.value.rows.find(({ sku }) => skuPart(marketplace, sku) === run.part)
  return found === undefined ? fail('not-found') : readDays(context, held, run, marketplace, found.sku)
}

async function readDays(
  context: StoreContext,
  held: HeldToken,
  run: Run,
  marketplace: MarketplaceId,
  sku: string | undefined,
): Promise<Result<Brought, Fault>> {
  const zone = zoneOf(marketplace)
  const nowMs = context.clock()
  const today = dayOf(nowMs, zone)
  // The first day that is kept is a whole one.
  const from = addDays(dayOf(oldestKeptMs(run.kind, nowMs), zone), 1)
  const opened = await openSnapshot(context, { kind: run.kind, part: run.part }, soldDays)
  if (!opened.ok) return opened
  const stored = opened.value?.value.zone === zone ? opened.value.value.days : []
  const readFrom = later(
    addDays(stored.at(-1)?.day ?? from, stored.length === 0 ? 0 : -READ_AGAIN_DAYS),
    from,
  )
  const query = {
    marketplaceId: marketplace,
    from: withOffset(startOfDay(readFrom, zone), zone),
    to: withOffset(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS, zone),
    timeZone: zone,
    sku,
  }
  const answer = await callAmazon(context, held, { operation: 'getOrderMetrics', query }, run.cause)
  if (!answer.ok) return answer
  const currency = answer.value[0]?.sales.currency ?? marketplaceById(marketplace)?.currency ?? ''
  const within = answer.value.filter(({ day, sales }) => day <= today && sales.currency === currency)
  const days = [...joinDays(stored, within, { from, readFrom })]
  const value: SoldDays = { zone, currency, days }
  return ok({ value, rows: days.length, oldestMs: oldestOf(value, nowMs) })
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)

/** A moment as Amazon wants it beside a time zone: with that zone's own offset at that moment. */
export function withOffset(ms: number, zone: string): string {
  const date = dayOf(ms, zone)
  // What the zone's clocks show, read as if it were UTC, lies its offset away from the moment itself.
  const shown = new Date(ms).toLocaleString('sv-SE', { timeZone: zone, hour12: false })
  const offsetMinutes = Math.round((Date.parse(`${shown.replace(' ', 'T')}Z`) - ms) / MINUTE_MS)
  const sign = offsetMinutes < 0 ? '-' : '+'
  const two = (n: number): string => String(n).padStart(2, '0')
  const minutes = Math.abs(offsetMinutes)
  return `${date}T${shown.slice(11, 19)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
