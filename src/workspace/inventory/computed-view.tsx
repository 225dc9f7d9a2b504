import { zoneOf } from '../../amazon/regions.ts'
import { formatDay, formatTime } from '../../web/format.ts'
import { en as shared } from '../reading/copy.en.ts'
import { zh as sharedZh } from '../reading/copy.zh.ts'
import type { StockShown } from './address.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** Where each figure of the page is from, as of when, and how it is computed. */
export const Computed = ({ c, marketplace, basis }: StockShown) => {
  const { language } = c.var
  const words = { en, zh }[language].computed
  const when = (ms: number): string =>
    formatTime({ ms, zone: zoneOf(marketplace.id), language, style: 'minute' })
  const { report } = basis
  return (
    <details>
      <summary>{{ en: shared, zh: sharedZh }[language].computed}</summary>
      <ul class="bullets read">
        <li>{words.stock('getInventorySummaries', when(basis.asOfMs))}</li>
        <li>
          {report === undefined
            ? words.noReport
            : words.report(formatDay(report.day, language, 'long'), when(report.asOfMs))}
        </li>
        {report === undefined || report.missing.length === 0 ? null : (
          <li>{words.missing(report.missing.join(', '))}</li>
        )}
        <li>{words.earlier}</li>
        <li>{words.sells}</li>
        <li>{words.cover}</li>
        <li>{words.point}</li>
        <li>{words.order}</li>
        <li>{words.bands}</li>
      </ul>
    </details>
  )
}
