import { Fact, Facts } from '../../web/kit.tsx'
import { en as readingEn } from '../reading/copy.en.ts'
import { zh as readingZh } from '../reading/copy.zh.ts'
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
  return (
    <details>
      <summary>{{ en: readingEn, zh: readingZh }[c.var.language].computed}</summary>
      <Facts>
        {rows.map(([term, how, source]) => (
          <Fact term={term}>
            {how} <span class="quiet">{source}</span>
          </Fact>
        ))}
      </Facts>
    </details>
  )
}
