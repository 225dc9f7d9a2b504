import type { DataKind } from '../../core/data.ts'
import type { WebContext } from '../../web/context.ts'
import { formatNumber, formatPercent, formatTime } from '../../web/format.ts'
import { CHARGES_OPERATION } from '../advertising/source.ts'
import { ComputedRows } from '../reading/computed.tsx'
import type { Reading } from '../reading/look.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { Thresholds } from './thresholds.ts'

interface Of {
  readonly c: WebContext
  /** IANA: the store's home zone. */
  readonly zone: string
  readonly readings: readonly Reading[]
}

/** For each kind of line that may wait: from when on it does, out of which operation, read when. */
export const Computed = ({ limits, ...of }: Of & { limits: Thresholds }) => {
  const { language } = of.c.var
  const words = { en, zh }[language].computed
  const count = (n: number): string => formatNumber(n, language)
  const orders = from(of, 'orders', 'searchOrders (Orders API 2026-01-01)')
  const report = from(of, 'performance', 'GET_V2_SELLER_PERFORMANCE_REPORT (Reports API 2021-06-30)')
  const stock = [
    from(of, 'inventory', 'getInventorySummaries (FBA Inventory API v1)'),
    from(of, 'planning', 'GET_FBA_INVENTORY_PLANNING_DATA (Reports API 2021-06-30)'),
  ].join(' ')
  const charges = from(of, 'charges', `${CHARGES_OPERATION} (Finances API v0)`)
  const percent = formatPercent(limits.budgetPercent / 100, language)
  const rows = [
    [words.orders, words.ordersHow, orders],
    [words.rates, words.ratesHow(limits.ordersLeft, count(limits.ordersLeft)), report],
    [words.cover, words.coverHow(limits.coverDays, count(limits.coverDays)), stock],
    [words.budget, words.budgetHow(percent), charges],
    [words.reorder, words.reorderHow, stock],
    [words.ends, words.endsHow(limits.authorizationDays, count(limits.authorizationDays)), words.endsSource],
  ] as const
  return <ComputedRows language={language} lead={words.lead} rows={rows} />
}

/** The operation, and when it was read: of several marketplaces the oldest and the newest. */
function from({ c, zone, readings }: Of, kind: DataKind, operation: string): string {
  const { language } = c.var
  const words = { en, zh }[language].computed
  const places = readings.filter((one) => one.kind === kind)
  const read = places.flatMap(({ stored }) => stored?.asOfMs ?? [])
  if (read.length === 0) return words.notYet(operation)
  const when = (ms: number): string => formatTime({ ms, zone, language, style: 'minute' })
  const [first, last] = [when(Math.min(...read)), when(Math.max(...read))]
  const said = first === last ? words.from(operation, first) : words.between(operation, first, last)
  return read.length < places.length ? `${said} ${words.notAll}` : said
}
