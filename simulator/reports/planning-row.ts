import { type Listing, totalInbound, totalReserved, totalUnfulfillable } from '../sellers/catalogue.ts'
import { drawAt } from '../sellers/chance.ts'
import { saleDays } from '../sellers/demand.ts'
import { shippedByAmazon } from '../sellers/sales.ts'
import type { Marketplace } from '../sellers/sellers.ts'
import { decimal } from '../spapi/answer.ts'
import type { Column } from './columns.ts'

export type PlanningRow = Readonly<Record<Column, string>>

const DAY_MS = 86_400_000
const WINDOWS = [7, 30, 60, 90] as const
/** Amazon recommends stock for this many days, and calls excess what lasts longer than these. */
const HEALTHY_DAYS = 60
const EXCESS_DAYS = 90

/** What one row is made of: a listing on the report's own day, which is over. */
export interface Subject {
  readonly listing: Listing
  readonly marketplace: Marketplace
  /** The local day on which the report is made; its figures end the day before. */
  readonly today: number
}

/** One SKU of the planning report, each figure from the same stock and sales that the other operations tell of. */
export function planningRow({ listing, marketplace, today }: Subject): PlanningRow {
  const { stock, demand } = listing
  const shipped = shippedByAmazon(demand, WINDOWS, today)
  const [t7, t30, t60, t90] = shipped.map((one) => one.units)
  const number = numberStyle(demand.key)
  const money = (units: number): string => decimal(units, marketplace)
  const available = stock.fulfillable
  const inbound = totalInbound(stock)
  const velocity = (t30 ?? 0) / 30
  const excess = velocity === 0 ? available : Math.max(0, Math.round(available - velocity * EXCESS_DAYS))
  const shipIn = Math.max(0, Math.ceil(velocity * HEALTHY_DAYS - available - inbound))
  const supply = velocity === 0 ? undefined : available / velocity
  const volume = 0.05 + drawAt(demand.key, 21) * 1.2
  return {
    'snapshot-date': dateOf(today - 1),
    sku: listing.sku,
    fnsku: listing.fnSku,
    asin: listing.asin,
    'product-name': listing.name.replaceAll(/[\t\r\n]/g, ' '),
    condition: 'New',
    available: number(available),
    'pending-removal-quantity': number(0),
    ...ages(listing, today, number),
    currency: marketplace.defaultCurrencyCode,
    'units-shipped-t7': number(t7 ?? 0),
    'units-shipped-t30': number(t30 ?? 0),
    'units-shipped-t60': number(t60 ?? 0),
    'units-shipped-t90': number(t90 ?? 0),
    alert: velocity === 0 && available > 0 ? 'Low traffic' : '',
    'your-price': money(demand.price),
    'sales-price': money(demand.price),
    ...advice({ velocity, available, excess, shipIn, supply }),
    'healthy-inventory-level': number(Math.round(velocity * HEALTHY_DAYS)),
    'recommended-removal-quantity': velocity === 0 ? number(excess) : '',
    'estimated-cost-savings-of-recommended-actions': excess === 0 ? '' : money(excess * 12),
    'sell-through': available === 0 ? '' : ((t90 ?? 0) / available).toFixed(2),
    'item-volume': volume.toFixed(4),
    'volume-unit-measurement': 'cubic feet',
    'storage-type': 'Standard',
    'storage-volume': (volume * available).toFixed(4),
    marketplace: marketplace.countryCode === 'GB' ? 'UK' : marketplace.countryCode,
    'product-group': 'gl_home',
    'sales-rank': velocity === 0 ? '' : number(Math.round(900_000 / (1 + velocity * 40))),
    'days-of-supply': supply === undefined ? 'N/A' : number(Math.round(supply)),
    'estimated-excess-quantity': number(excess),
    'weeks-of-cover-t30': supply === undefined ? '' : number(Math.round(supply / 7)),
    'weeks-of-cover-t90': t90 ? number(Math.round(available / (t90 / 90) / 7)) : '',
    'featuredoffer-price': drawAt(demand.key, 22) < 0.1 ? '-' : money(demand.price),
    'sales-shipped-last-7-days': money(shipped[0]?.sales ?? 0),
    'sales-shipped-last-30-days': money(shipped[1]?.sales ?? 0),
    'sales-shipped-last-60-days': money(shipped[2]?.sales ?? 0),
    'sales-shipped-last-90-days': money(shipped[3]?.sales ?? 0),
    'estimated-storage-cost-next-month': money(Math.round(volume * available * 78)),
    'inbound-quantity': number(inbound),
    'inbound-working': number(stock.inboundWorking),
    'inbound-shipped': number(stock.inboundShipped),
    'inbound-received': number(stock.inboundReceiving),
    'Total Reserved Quantity': number(totalReserved(stock)),
    'unfulfillable-quantity': number(totalUnfulfillable(stock)),
    'Reserved FC Transfer': number(stock.reservedTransfer),
    'Reserved FC Processing': number(stock.reservedProcessing),
    'Reserved Customer Order': number(stock.reservedOrders),
    'Total Days of Supply (including units from open shipments)':
      velocity === 0 ? '' : number(Math.round((available + inbound) / velocity)),
    'Recommended ship-in quantity': velocity === 0 ? '' : number(shipIn),
    'Recommended ship-in date':
      shipIn === 0 || supply === undefined ? '' : dateOf(today + Math.max(0, Math.round(supply) - 14)),
  }
}

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** Some rows set thousands apart, as the live report does. */
function numberStyle(key: number): (value: number) => string {
  const apart = drawAt(key, 23) < 0.5
  return (value) => (apart ? String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',') : String(value))
}

/** Ages of what is available: evenly spread over the days that such a stock takes to turn; a dead one is old. */
function ages({ stock, demand }: Listing, today: number, number: (value: number) => string) {
  const sale = saleDays(demand, today)
  const idle = demand.life === 'never' || demand.life === 'stopped'
  const oldest = idle ? 540 : Math.min(today - sale.first, Math.max(25, demand.coverDays * 1.3))
  const youngest = idle ? 150 : 0
  const youngerThan = (days: number): number =>
    Math.round(stock.fulfillable * Math.min(1, Math.max(0, (days - youngest) / (oldest - youngest))))
  const between = (from: number, to: number): string =>
    number((to === Number.POSITIVE_INFINITY ? stock.fulfillable : youngerThan(to)) - youngerThan(from))
  return {
    'inv-age-0-to-30-days': between(0, 30),
    'inv-age-31-to-60-days': between(30, 60),
    'inv-age-61-to-90-days': between(60, 90),
    'inv-age-0-to-90-days': between(0, 90),
    'inv-age-91-to-180-days': between(90, 180),
    'inv-age-181-to-270-days': between(180, 270),
    'inv-age-271-to-365-days': between(270, 365),
    'inv-age-181-to-330-days': between(180, 330),
    'inv-age-331-to-365-days': between(330, 365),
    'inv-age-365-plus-days': between(365, Number.POSITIVE_INFINITY),
  }
}

interface Outlook {
  readonly velocity: number
  readonly available: number
  readonly excess: number
  readonly shipIn: number
  readonly supply: number | undefined
}

function advice({ velocity, available, excess, shipIn, supply }: Outlook) {
  const low = supply !== undefined && supply < 28
  return {
    'recommended-action':
      velocity === 0 && available > 0
        ? 'Create removal order'
        : excess > 0
          ? 'Create sale'
          : shipIn > 0
            ? 'Go to Restock'
            : 'No action required',
    'fba-inventory-level-health-status':
      available === 0 ? 'Out of stock' : low ? 'Low stock' : excess > 0 ? 'Excess' : 'Healthy',
    'Low-Inventory-Level fee applied in current week?': low && velocity > 0.7 ? 'Yes' : 'No',
  }
}
