import { type Chance, chanceFrom, hashText } from './chance.ts'
import type { Marketplace, Seller } from './sellers.ts'

/** How a SKU sells through the year. */
export type Season = 'even' | 'gifts' | 'summer' | 'school'

/** `out` has none left, `new` began some weeks ago, `stopped` sold until some months ago, `never` has not sold yet. */
export type Life = 'selling' | 'out' | 'new' | 'stopped' | 'never'

/** What makes a SKU's daily units in one marketplace; history.ts counts them out. */
export interface Demand {
  /** Opens the SKU's own chances, day by day. */
  readonly key: number
  /** Units of a usual day, before season, weekday, promotions and stock-outs. */
  readonly unitsADay: number
  readonly season: Season
  /** Change of demand over a year: 0.2 is a fifth more than a year before. */
  readonly growth: number
  /** Price of one unit in the currency's smallest unit. */
  readonly price: number
  readonly life: Life
  /** Where the SKU stands in the cycle of its life; see `saleDays`. */
  readonly phase: number
  /** Days of usual demand that lie ready, before rounding. */
  readonly coverDays: number
  /** Share of its orders that the seller ships itself. */
  readonly merchantShare: number
}

/** The SKU that tables and tests name first: it sells well and runs low with stock on the way. */
const FIRST = { unitsADay: 6, price: 2499, season: 'even', growth: 0.15 } as const

/**
 * Draws the demand of a seller's SKU in one marketplace: a long tail with a few that sell a dozen or more a day, one in
 * twenty dead, one in twenty-five new. The seed decides everything; `index` is the SKU's number with its seller.
 */
export function drawDemand(seed: string, seller: Seller, marketplace: Marketplace, index: number): Demand {
  const chance = chanceFrom(`${seed}/${seller.id}/demand/${index}`)
  const item = drawItem(chance, index)
  const here = chanceFrom(`${seed}/${seller.id}/${marketplace.id}/demand/${index}`)
  const usual = item.level * seller.unitsADay * marketplace.demand * Math.exp((here.next() - 0.5) * 0.8)
  const life = drawLife(here, item)
  return {
    key: hashText(`${seed}/${seller.id}/${marketplace.id}/days/${index}`),
    unitsADay: item.first ? FIRST.unitsADay * marketplace.demand : usual,
    season: item.season,
    growth: item.growth,
    price: priceAt(item.price, marketplace),
    phase: here.between(0, 100_000),
    ...life,
    merchantShare: item.merchantShare,
  }
}

function drawItem(chance: Chance, index: number) {
  const [left, right] = [chance.next(), chance.next()]
  const normal = Math.sqrt(-2 * Math.log(1 - left)) * Math.cos(2 * Math.PI * right)
  const draw = chance.next()
  const season: Season = draw < 0.55 ? 'even' : draw < 0.75 ? 'gifts' : draw < 0.9 ? 'summer' : 'school'
  const kind = index === 0 ? 0.5 : chance.next()
  const drawn = {
    level: Math.exp(Math.min(normal, 3.2) * 1.3),
    season,
    growth: (chance.next() - 0.4) * 0.5,
    price: chance.between(9, 79) * 100 - 1,
    merchantShare: chance.happens(0.12) ? 0.38 : 0,
    dead: kind < 0.05,
    fresh: kind > 0.96,
    first: index === 0,
  }
  if (index !== 0) return drawn
  return { ...drawn, season: FIRST.season, growth: FIRST.growth, price: FIRST.price, merchantShare: 0 }
}

/** Whether it sells, has run out or has stopped, and how long its stock lasts. */
function drawLife(here: Chance, item: ReturnType<typeof drawItem>): Pick<Demand, 'life' | 'coverDays'> {
  const band = here.next()
  const within = here.next()
  if (item.first) return { life: 'selling', coverDays: 16 }
  if (item.dead) return { life: here.happens(0.5) ? 'never' : 'stopped', coverDays: 60 }
  if (band < 0.07) return { life: 'out', coverDays: 0 }
  return { life: item.fresh ? 'new' : 'selling', coverDays: coverDays(band, within) }
}

/** Amazon's bands: below 7 days critical, below 14 at risk, below 21 watch; most are healthy, some far too full. */
function coverDays(band: number, within: number): number {
  const [low, high] =
    band < 0.13
      ? [1, 6.5]
      : band < 0.21
        ? [7, 13.5]
        : band < 0.3
          ? [14, 20.5]
          : band < 0.76
            ? [21, 75]
            : band < 0.92
              ? [75, 150]
              : [200, 600]
  return low + within * (high - low)
}

/** The longest a SKU is out of stock, and the least and most days that a new or a stopped one is so, less one cycle. */
const OUT_CYCLE_DAYS = 24
const NEW_DAYS = { least: 6, cycle: 75 } as const
const STOPPED_DAYS = { least: 120, cycle: 280 } as const

/**
 * The first and last local day on which a SKU can sell, seen from today. A life goes on day by day and begins anew at
 * the end of its cycle, so that there are always some that ran out yesterday and some that are new.
 */
export function saleDays(
  { life, phase }: Demand,
  today: number,
): { readonly first: number; readonly last: number } {
  const since = (cycle: number): number => (today + phase) % cycle
  if (life === 'never') return { first: today + 1, last: today }
  if (life === 'out') return { first: 0, last: today - 1 - since(OUT_CYCLE_DAYS) }
  if (life === 'stopped') return { first: 0, last: today - STOPPED_DAYS.least - since(STOPPED_DAYS.cycle) }
  if (life === 'new') return { first: today - NEW_DAYS.least - since(NEW_DAYS.cycle), last: today }
  return { first: 0, last: today }
}

/** A price as shops write it: yen in tens, everything else ending in 99. */
function priceAt(dollars: number, { defaultCurrencyCode, priceFactor }: Marketplace): number {
  const units = dollars * priceFactor
  return defaultCurrencyCode === 'JPY' ? Math.round(units / 10) * 10 : Math.round(units / 100) * 100 - 1
}
