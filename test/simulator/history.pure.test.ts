import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { reportDocument } from '../../simulator/reports/document.ts'
import { planningReport } from '../../simulator/reports/planning.ts'
import { adPayments } from '../../simulator/sellers/advertising.ts'
import { dayStartMs, isoInZone, localDay } from '../../simulator/sellers/calendar.ts'
import { type Listing, listings, totalUnits } from '../../simulator/sellers/catalogue.ts'
import { saleDays } from '../../simulator/sellers/demand.ts'
import { eachDay, HISTORY_DAYS, unitsIn } from '../../simulator/sellers/history.ts'
import { itemCount, itemsOf } from '../../simulator/sellers/order-items.ts'
import { isOpen, ORDER_DAYS, ordersAt } from '../../simulator/sellers/orders.ts'
import { salesIn } from '../../simulator/sellers/sales.ts'
import { type Marketplace, SELLERS, type Seller } from '../../simulator/sellers/sellers.ts'

const seed = 'mint'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const nowMs = Date.parse('2026-11-22T17:30:00Z')
const [northwind, heron] = SELLERS as readonly [Seller, Seller]
const [us] = northwind.marketplaces as readonly [Marketplace]
const today = localDay(us.timeZone, nowMs)
const shelf = listings(seed, northwind, us)
const daysOf = ({ demand }: Listing, from = today - HISTORY_DAYS + 1): number[] => {
  const days: number[] = []
  eachDay(demand, { from, to: today }, today, (_day, units) => days.push(units))
  return days
}

describe('local days', () => {
  test('begin at midnight of their zone, and last 23 and 25 hours when its clocks change', () => {
    const hours = (zone: string, date: string): number => {
      const day = Date.parse(date) / DAY_MS
      return (dayStartMs(zone, day + 1) - dayStartMs(zone, day)) / HOUR_MS
    }
    expect(isoInZone(us.timeZone, dayStartMs(us.timeZone, today))).toBe('2026-11-22T00:00-08:00')
    expect(hours('America/Los_Angeles', '2026-03-08')).toBe(23)
    expect(hours('America/Los_Angeles', '2026-11-01')).toBe(25)
    expect(hours('Europe/Paris', '2026-03-29')).toBe(23)
    expect(hours('Asia/Tokyo', '2026-03-29')).toBe(24)
  })
})

describe('the history of 1,200 SKUs', () => {
  const all = shelf.map((listing) => ({ listing, days: daysOf(listing) }))
  const sum = (days: readonly number[]): number => days.reduce((total, one) => total + one, 0)

  test('has SKUs that never sold, stopped, are new, ran out, and a long tail', () => {
    const of = (life: string) => all.filter((one) => one.listing.demand.life === life)
    expect(of('never').every((one) => sum(one.days) === 0)).toBe(true)
    expect(of('stopped').every((one) => sum(one.days.slice(-119)) === 0)).toBe(true)
    expect(of('stopped').some((one) => sum(one.days) > 0)).toBe(true)
    expect(of('new').every((one) => sum(one.days.slice(0, -82)) === 0)).toBe(true)
    expect(of('new').some((one) => sum(one.days) > 0)).toBe(true)
    for (const { listing, days } of of('out')) {
      const { last } = saleDays(listing.demand, today)
      expect(listing.stock.fulfillable).toBe(0)
      expect(sum(days.slice(last - today))).toBe(0)
    }
    for (const life of ['never', 'stopped', 'new', 'out'])
      expect(of(life).length, life).toBeGreaterThanOrEqual(12)
    const sorted = all.map((one) => sum(one.days)).toSorted((a, b) => b - a)
    expect(sum(sorted.slice(0, 120)) / sum(sorted)).toBeGreaterThan(0.4)
  })

  test('has better weekends, stretches out of stock, and days of promotion with a lower price', () => {
    const byWeekday = Array.from({ length: 7 }, (_, weekday) =>
      sum(all.flatMap((one) => one.days.filter((__, index) => index % 7 === weekday))),
    )
    expect(Math.max(...byWeekday) / Math.min(...byWeekday)).toBeGreaterThan(1.1)
    const fast = all.filter(
      (one) => one.listing.demand.unitsADay > 5 && one.listing.demand.life === 'selling',
    )
    expect(fast.some((one) => one.days.join(',').includes('0,0,0,0,0'))).toBe(true)
    const prices = new Set<boolean>()
    for (const { listing } of fast)
      eachDay(listing.demand, { from: today - 300, to: today }, today, (_day, _units, price) =>
        prices.add(price < listing.demand.price),
      )
    expect(prices).toEqual(new Set([true, false]))
  })

  test('stays as it was when a day has passed, but for SKUs whose life begins anew', () => {
    const changed = all.filter(({ listing, days }) => {
      const later: number[] = []
      eachDay(listing.demand, { from: today - 100, to: today }, today + 1, (_day, units) => later.push(units))
      return later.join() !== days.slice(-101).join()
    })
    expect(changed.length).toBeLessThan(20)
  })

  test('leaves stock in each of Amazon’s bands', () => {
    const covers = all
      .filter((one) => one.listing.demand.unitsADay > 0.5 && one.listing.stock.fulfillable > 0)
      .map((one) => one.listing.stock.fulfillable / (sum(one.days.slice(-31, -1)) / 30))
    const share = (from: number, to: number): number =>
      covers.filter((cover) => cover >= from && cover < to).length / covers.length
    expect(share(0, 7)).toBeGreaterThan(0.03)
    expect(share(7, 14)).toBeGreaterThan(0.03)
    expect(share(14, 21)).toBeGreaterThan(0.03)
    expect(share(21, 90)).toBeGreaterThan(0.4)
    expect(share(180, 2000)).toBeGreaterThan(0.03)
  })
})

test('order items hold a day’s units, whole and in the order of their time', () => {
  for (const { demand } of shelf.slice(0, 200)) {
    for (const units of [0, 1, 2, 9, 60]) {
      const items = itemsOf(demand, today, units)
      expect(items.reduce((sum, one) => sum + one.quantity, 0)).toBe(units)
      expect(items.map((one) => one.at)).toEqual(items.map((one) => one.at).toSorted((a, b) => a - b))
      expect(items.every((one) => one.at >= 0 && one.at < 1)).toBe(true)
      expect(itemCount(demand, today, units)).toBe(items.length)
    }
  }
})

describe('sales', () => {
  const counted = { seed, seller: northwind, marketplace: us }
  const span = (from: number, to: number) => ({
    fromMs: dayStartMs(us.timeZone, from),
    toMs: dayStartMs(us.timeZone, to),
  })

  test('of the shelf are those of its SKUs, by network and by part of the day', () => {
    const whole = salesIn(counted, span(today - 40, today - 9), nowMs)
    expect(whole.units).toBe(
      shelf.reduce((sum, one) => sum + unitsIn(one.demand, { from: today - 40, to: today - 10 }, today), 0),
    )
    const parts = (['AFN', 'MFN'] as const).map((network) =>
      salesIn({ ...counted, network }, span(today - 40, today - 9), nowMs),
    )
    expect(parts.reduce((sum, one) => sum + one.sales, 0)).toBe(whole.sales)
    const day = span(today - 3, today - 2)
    const hours = Array.from({ length: 24 }, (_, hour) => ({
      fromMs: day.fromMs + hour * HOUR_MS,
      toMs: day.fromMs + (hour + 1) * HOUR_MS,
    })).map((hour) => salesIn(counted, hour, nowMs))
    expect(hours.reduce((sum, one) => sum + one.items, 0)).toBe(salesIn(counted, day, nowMs).items)
  })

  test('of today grow until midnight, and nothing is sold tomorrow or before 18 months ago', () => {
    const day = span(today, today + 1)
    const until = (hours: number) => salesIn(counted, day, day.fromMs + hours * HOUR_MS).units
    expect(until(9)).toBeGreaterThan(0)
    expect(until(12)).toBeGreaterThan(until(9))
    expect(until(24)).toBe(salesIn(counted, day, day.toMs).units)
    expect(salesIn(counted, span(today + 1, today + 9), nowMs).units).toBe(0)
    expect(salesIn(counted, span(today - 700, today - HISTORY_DAYS), nowMs).units).toBe(0)
  })

  test('of a day are the orders of that day', () => {
    const day = span(today - 4, today - 3)
    const orders = ordersAt(seed, northwind, nowMs).filter(
      (one) => one.marketplace === us && one.createdMs >= day.fromMs && one.createdMs < day.toMs,
    )
    const { items, units, sales } = salesIn(counted, day, nowMs)
    expect(orders.length).toBe(items)
    expect(orders.reduce((sum, one) => sum + one.quantity, 0)).toBe(units)
    expect(orders.reduce((sum, one) => sum + one.quantity * one.price, 0)).toBe(sales)
  })
})

describe('orders', () => {
  test.each([0, 5, 11, 17, 30, 53])('are open in plausible numbers and deadlines, %i hours on', (hours) => {
    const at = nowMs + hours * HOUR_MS
    const open = SELLERS.map((seller) => ordersAt(seed, seller, at).filter(isOpen))
    expect(open[0]?.length).toBeGreaterThan(80)
    // The week of Black Friday is in here.
    expect(open[0]?.length).toBeLessThan(300)
    expect(open[1]?.length).toBeGreaterThan(25)
    expect(open[2]?.length).toBeGreaterThan(3)
    const own = open.flat().filter((one) => one.fulfilledBy === 'MERCHANT')
    const due = (from: number, to: number) =>
      own.filter((one) => one.shipByMs >= at + from * HOUR_MS && one.shipByMs < at + to * HOUR_MS).length
    expect(due(-1000, 0)).toBeGreaterThan(0)
    expect(due(0, 4)).toBeGreaterThan(0)
    expect(due(4, 24)).toBeGreaterThan(5)
    expect(due(24, 100)).toBeGreaterThan(5)
  })

  test('change with time and never back, and each change moves their time of update', () => {
    const before = new Map(ordersAt(seed, heron, nowMs).map((one) => [one.orderId, one]))
    const later = ordersAt(seed, heron, nowMs + 5 * HOUR_MS)
    const moved = later.filter((one) => one.status !== (before.get(one.orderId)?.status ?? one.status))
    expect(moved.length).toBeGreaterThan(3)
    for (const one of moved) expect(one.updatedMs).toBeGreaterThan(before.get(one.orderId)?.updatedMs ?? 0)
    for (const one of later)
      if (!moved.includes(one)) expect(one.updatedMs).toBeLessThanOrEqual(nowMs + 5 * HOUR_MS)
    expect(new Set(later.map((one) => one.orderId)).size).toBe(later.length)
    expect(later.every((one) => one.createdMs > nowMs - (ORDER_DAYS + 1) * DAY_MS)).toBe(true)
  })

  test.each([0, 3, 140, 5000])('%i are open where control says so', (openOrders) => {
    expect(ordersAt(seed, { ...northwind, openOrders }, nowMs).filter(isOpen)).toHaveLength(openOrders)
  })
})

test.each(SELLERS.map((seller) => [seller.region, seller] as const))(
  'advertising of %s is 6 to 14 in a hundred of sales, some is given back, and reaches back 18 months',
  (_region, seller) => {
    const payments = adPayments(seed, seller, nowMs)
    for (const currency of new Set(seller.marketplaces.map((one) => one.defaultCurrencyCode))) {
      const mine = payments.filter((one) => one.currency === currency)
      const since = nowMs - 365 * DAY_MS
      const charged = mine
        .filter((one) => one.postedMs >= since)
        .reduce((sum, one) => sum + (one.type === 'charge' ? one.base : -one.base), 0)
      const sold = seller.marketplaces
        .filter((one) => one.defaultCurrencyCode === currency)
        .map(
          (marketplace) =>
            salesIn({ seed, seller, marketplace }, { fromMs: since, toMs: nowMs }, nowMs).sales,
        )
        .reduce((sum, one) => sum + one, 0)
      expect(charged / sold).toBeGreaterThan(0.06)
      expect(charged / sold).toBeLessThan(0.14)
      expect(mine.length).toBeGreaterThan(120)
      expect(Math.min(...mine.map((one) => one.postedMs))).toBeLessThan(nowMs - 530 * DAY_MS)
      expect(new Set(mine.map((one) => `${one.type} ${one.invoiceId}`)).size).toBe(mine.length)
    }
    expect(payments.some((one) => one.type === 'refund')).toBe(true)
  },
)

describe('the planning report', () => {
  const subject = { seed, seller: northwind, marketplaces: [us], createdMs: nowMs }
  const [header = '', ...rows] = planningReport(subject).trimEnd().split('\r\n')
  const names = header.split('\t')
  const number = (text: string | undefined): number => Number(text?.replaceAll(',', ''))
  const cell = (row: string, name: string) => row.split('\t')[names.indexOf(name)]

  test('tells of each SKU what stock and history tell', () => {
    expect(rows).toHaveLength(shelf.filter(({ isGivenUp }) => !isGivenUp).length)
    const bySku = new Map(shelf.map((one) => [one.sku, one]))
    for (const row of rows) {
      expect(row.split('\t')).toHaveLength(names.length)
      const listing = bySku.get(cell(row, 'sku') ?? '')
      expect(listing).toBeDefined()
      if (listing === undefined) continue
      const { stock, demand } = listing
      expect(number(cell(row, 'available'))).toBe(stock.fulfillable)
      expect(number(cell(row, 'fc-transfer'))).toBe(stock.reservedTransfer)
      if (demand.merchantShare === 0)
        for (const days of [7, 30, 60, 90])
          expect(number(cell(row, `units-shipped-t${days}`))).toBe(
            unitsIn(demand, { from: today - days, to: today - 1 }, today),
          )
      const ages = ['0-to-90', '91-to-180', '181-to-270', '271-to-365', '365-plus']
      expect(ages.reduce((sum, age) => sum + number(cell(row, `inv-age-${age}-days`)), 0)).toBe(
        stock.fulfillable,
      )
    }
  })

  test('does not name what is given up: no units, no sale and no change for longer than it looks back', () => {
    const gone = shelf.filter(({ isGivenUp }) => isGivenUp)
    expect(gone.length).toBeGreaterThan(12)
    const named = new Set(rows.map((row) => cell(row, 'sku')))
    for (const { sku, stock, demand, updatedSecondsBefore } of gone) {
      expect(named.has(sku)).toBe(false)
      expect(totalUnits(stock)).toBe(0)
      expect(unitsIn(demand, { from: today - 90, to: today - 1 }, today)).toBe(0)
      expect(updatedSecondsBefore ?? Number.POSITIVE_INFINITY).toBeGreaterThan(91 * 86_400)
    }
    expect(new Set(gone.map(({ updatedSecondsBefore: seconds }) => seconds === undefined)).size).toBe(2)
  })

  test('holds numbers as the live one does: set apart, missing, and "N/A"', () => {
    const text = rows.join('\n')
    expect(text).toMatch(/\t\d{1,3},\d{3}\t/)
    expect(text).toContain('\tN/A\t')
    expect(text).toContain('\t\t')
  })

  test('is spoiled as its kind says', () => {
    const of = (kind: Parameters<typeof reportDocument>[2]) =>
      reportDocument('GET_FBA_INVENTORY_PLANNING_DATA', subject, kind)
    const text = (kind: Parameters<typeof reportDocument>[2]) => gunzipSync(of(kind)).toString()
    expect(text('normal')).toBe(planningReport(subject))
    const all = text('normal').trimEnd().split('\r\n')
    expect(text('half').trimEnd().split('\r\n')).toEqual(all.filter((_, index) => index % 2 === 0))
    expect(text('missing-columns').split('\r\n')[0]?.split('\t')).not.toContain('units-shipped-t30')
    expect(
      text('malformed')
        .split('\n')
        .some((line) => line.split('\t').length !== names.length),
    ).toBe(true)
    expect(() => gunzipSync(of('truncated-gzip'))).toThrow()
    const big = of('oversized')
    expect(big.length).toBeLessThan(4_000_000)
    expect(gunzipSync(big).length).toBe(96 * 1024 * 1024)
  })
})

test('hostile data is the same in stock, orders and the report, and takes no tab into a table', () => {
  const seller = { ...northwind, hostile: true }
  const plain = new Set(shelf.map((one) => one.name))
  const hostile = listings(seed, seller, us).filter((one) => !plain.has(one.name))
  expect(hostile.length).toBeGreaterThanOrEqual(10)
  for (const lead of ['<', '=', '+', '-', '@', '\t'])
    expect(hostile.some((one) => one.name.startsWith(lead))).toBe(true)
  expect(hostile.some((one) => one.name.length === 400)).toBe(true)
  expect(hostile.some((one) => one.name.includes('\u202e'))).toBe(true)
  expect(new Set(listings(seed, seller, us).map((one) => one.sku)).size).toBe(1200)
  const ordered = new Map(ordersAt(seed, seller, nowMs).map((one) => [one.sku, one.name]))
  expect(hostile.some((one) => ordered.get(one.sku) === one.name)).toBe(true)
  const rows = planningReport({ seed, seller, marketplaces: [us], createdMs: nowMs })
    .trimEnd()
    .split('\r\n')
  expect(new Set(rows.map((row) => row.split('\t').length)).size).toBe(1)
  for (const one of hostile) expect(rows.some((row) => row.includes(one.sku))).toBe(true)
})
