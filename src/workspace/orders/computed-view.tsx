import { ComputedRows } from '../reading/computed.tsx'
import type { Shown } from '../reading/shown.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { timeIn } from './orders-view.tsx'
import type { OrdersRead } from './read.ts'

/** For each figure of the page: how it is computed, out of which operation, read when. */
export const Computed = (props: Shown & { read: OrdersRead }) => {
  const { read, c } = props
  const words = { en, zh }[c.var.language].computed
  const from = (operation: string, asOfMs: number | undefined): string =>
    asOfMs === undefined ? words.notYet(operation) : words.from(operation, timeIn(props, asOfMs, 'minute'))
  const orders = from('searchOrders (Orders API 2026-01-01)', read.orders?.asOfMs)
  const report = from('GET_V2_SELLER_PERFORMANCE_REPORT (Reports API 2021-06-30)', read.rates?.asOfMs)
  const metrics = from('getOrderMetrics (Sales API v1)', read.sales?.asOfMs)
  const rows = [
    [words.due, words.dueHow, orders],
    [words.amazon, words.amazonHow, orders],
    [words.budget, words.budgetHow, report],
    [words.daily, words.dailyHow, metrics],
  ] as const
  return <ComputedRows language={c.var.language} rows={rows} />
}
