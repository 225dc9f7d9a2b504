import { marketplaceById } from '../../amazon/regions.ts'
import type { Fault } from '../../core/fault.ts'
import type { MarketplaceId, StoreId } from '../../core/id.ts'
import type { Language } from '../../core/language.ts'
import type { Result } from '../../core/result.ts'
import type { WebContext } from '../../web/context.ts'
import { formatNumber, formatTime } from '../../web/format.ts'
import { type GlyphName, Status, type Tone } from '../../web/kit.tsx'
import { useInWords } from '../advertising/written.ts'
import { ageInWords } from '../reading/age.ts'
import { hasHappened, type Item } from './attention.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** `happened`: where there is another for the harm itself. */
const LOOKS: Readonly<Record<Item['what'], { readonly glyph: GlyphName; readonly happened?: GlyphName }>> = {
  'orders-overdue': { glyph: 'diamond' },
  'orders-due': { glyph: 'clock' },
  'error-budget': { glyph: 'up', happened: 'over' },
  'low-cover': { glyph: 'quarter', happened: 'empty' },
  budget: { glyph: 'up', happened: 'over' },
  reorder: { glyph: 'in' },
  authorization: { glyph: 'key' },
}

/** A glyph for what it is and a colour for how it stands. Pure. */
export function looksOf(item: Item): { readonly glyph: GlyphName; readonly tone: Tone } {
  const { glyph, happened = glyph } = LOOKS[item.what]
  if (hasHappened(item)) return { glyph: happened, tone: 'bad' }
  return { glyph, tone: item.what === 'reorder' ? 'plain' : 'warn' }
}

type Source = keyof typeof en.sources

interface Of {
  readonly c: WebContext
  readonly store: StoreId
}

/** Everything that waits in one store, most urgent first, each with the page that tells more. */
export const Attention = ({
  items,
  hasFigures,
  ...of
}: Of & { items: Result<readonly Item[], Fault>; hasFigures: boolean }) => {
  const { language, clock } = of.c.var
  const words = { en, zh }[language]
  if (!items.ok) return <p class="muted read">{words.silent}</p>
  if (items.value.length === 0) {
    return hasFigures ? (
      <>
        <p>
          <b>{words.nothingTitle}</b>
        </p>
        <p class="muted read">{words.nothing}</p>
      </>
    ) : (
      <p class="muted read">{words.noFigures}</p>
    )
  }
  const ages = agesInWords(items.value, clock(), language)
  return (
    <>
      <ul class="waiting">
        {items.value.map((item) => (
          <li>
            <Line {...of} item={item} />
          </li>
        ))}
      </ul>
      {ages === '' ? null : <p class="small quiet">{ages}</p>}
    </>
  )
}

/** What an item's figures are of; undefined for what rests on none of Amazon's. */
const SOURCES: Readonly<Record<Item['what'], Source | undefined>> = {
  'orders-overdue': 'orders',
  'orders-due': 'orders',
  'error-budget': 'performance',
  'low-cover': 'stock',
  reorder: 'stock',
  budget: 'charges',
  authorization: undefined,
}

/** How old the figures are, once for all lines: those of marketplaces that were read apart, by the oldest. Pure. */
export function agesInWords(items: readonly Item[], nowMs: number, language: Language): string {
  const words = { en, zh }[language]
  const oldest = new Map<Source, number>()
  for (const { what, asOfMs } of items) {
    const source = SOURCES[what]
    if (source !== undefined) oldest.set(source, Math.min(asOfMs, oldest.get(source) ?? asOfMs))
  }
  const ages = [...oldest].map(([source, ms]) => [source, ageInWords(nowMs - ms, language)] as const)
  const [first] = ages
  if (first === undefined) return ''
  if (ages.every(([, age]) => age === first[1])) return words.asOf(first[1])
  return words.asOfEach(ages.map(([source, age]) => words.sourceAge(words.sources[source], age)))
}

/** The most urgent thing of a store, and how many more there are: for a list of stores. */
export const MostUrgent = ({ items, ...of }: Of & { items: readonly Item[] }) => {
  const words = { en, zh }[of.c.var.language]
  const [first] = items
  if (first === undefined) return <span class="quiet">{words.nothingTitle}</span>
  return (
    <>
      <Line {...of} item={first} />{' '}
      {items.length > 1 ? <a href={`/stores/${of.store}`}>{words.more(items.length - 1)}</a> : null}
    </>
  )
}

const Line = ({ c, store, item }: Of & { item: Item }) => {
  const { glyph, tone } = looksOf(item)
  return (
    <Status glyph={glyph} tone={tone}>
      <a href={addressOf(item, store)}>{itemInWords(item, c.var.language)}</a>
    </Status>
  )
}

/** One item as a sentence; for pages and mails alike. Pure. */
export function itemInWords(item: Item, language: Language): string {
  const words = { en, zh }[language]
  const count = (n: number): string => formatNumber(n, language)
  switch (item.what) {
    case 'orders-overdue':
    case 'orders-due':
      return words[item.what](item.orders, count(item.orders))
    case 'error-budget': {
      const { rate, left, beyond } = item
      const site = siteOf(item.marketplaceId)
      return beyond > 0
        ? words['error-budget'].beyond(words.rates[rate], count(beyond), site)
        : words['error-budget'].left(words.rates[rate], left, count(left), site)
    }
    case 'low-cover': {
      const { skus, out, days } = item
      return words['low-cover'](skus, count(skus), count(out), count(days), siteOf(item.marketplaceId))
    }
    case 'reorder':
      return words.reorder(item.skus, count(item.skus), count(item.units), siteOf(item.marketplaceId))
    case 'budget':
      return words.budget(item.currency, useInWords(item.share, language))
    case 'authorization':
      return words.authorization(item.days, count(item.days))
    default:
      return item satisfies never
  }
}

/** When the figures behind it were read, for what is looked at later, as a mail. Empty for what rests on none. Pure. */
export function readInWords(item: Item, zone: string, language: Language): string {
  if (item.what === 'authorization') return ''
  return { en, zh }[language].readAt(formatTime({ ms: item.asOfMs, zone, language, style: 'minute' }))
}

/** The page that says more about it. Pure. */
export function addressOf(item: Item, store: string): string {
  const base = `/stores/${store}`
  switch (item.what) {
    case 'orders-overdue':
      return `${base}/orders?due=overdue`
    case 'orders-due':
      return `${base}/orders?due=four`
    case 'error-budget':
      return `${base}/orders?marketplace=${item.marketplaceId}`
    case 'low-cover':
      return `${base}/inventory?marketplace=${item.marketplaceId}`
    case 'reorder':
      return `${base}/inventory?marketplace=${item.marketplaceId}&sort=reorder`
    case 'budget':
      return `${base}/advertising?currency=${item.currency}`
    case 'authorization':
      return base
    default:
      return item satisfies never
  }
}

const siteOf = (id: MarketplaceId): string => marketplaceById(id)?.domain.replace('amazon', 'Amazon') ?? id
