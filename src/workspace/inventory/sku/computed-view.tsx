import { zoneOf } from '../../../amazon/regions.ts'
import { formatTime } from '../../../web/format.ts'
import { en as shared } from '../../reading/copy.en.ts'
import { zh as sharedZh } from '../../reading/copy.zh.ts'
import { type SkuShown, writing } from './shown.ts'

/** Where each figure of the page is from, as of when, and how it is computed. */
export const Computed = ({ c, marketplace, sku }: SkuShown) => {
  const { language } = c.var
  const { day, words: all } = writing(language, sku.today)
  const words = all.computed
  const when = (ms: number): string =>
    formatTime({ ms, zone: zoneOf(marketplace.id), language, style: 'minute' })
  const { report } = sku.basis
  const reportedOn = sku.figures?.day
  return (
    <details>
      <summary>{{ en: shared, zh: sharedZh }[language].computed}</summary>
      <ul class="bullets read">
        <li>{words.stock('getInventorySummaries', when(sku.basis.asOfMs))}</li>
        <li>{report === undefined ? words.noReport : words.report(day(report.day), when(report.asOfMs))}</li>
        {reportedOn === undefined ? null : <li>{words.earlier(day(reportedOn))}</li>}
        <li>
          {sku.sold === undefined ? words.noSales : words.sales('getOrderMetrics', when(sku.sold.asOfMs))}
        </li>
        <li>{words.sells}</li>
        <li>{words.safety}</li>
        <li>{words.point}</li>
        <li>{words.by}</li>
        <li>{words.quantity}</li>
        <li>{words.projection}</li>
      </ul>
    </details>
  )
}
