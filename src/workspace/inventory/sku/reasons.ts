import type { Language } from '../../../core/language.ts'
import { unreachable } from '../../../core/result.ts'
import { formatNumber } from '../../../web/format.ts'
import type { Reason } from '../plan/beside-amazon.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** Why our figure differs from Amazon's, as a sentence with its numbers. */
export function reasonInWords(reason: Reason, language: Language): string {
  const { reasons } = { en, zh }[language].beside
  const number = (value: number): string => formatNumber(value, language)
  switch (reason.code) {
    case 'stock-moved':
      return reasons[reason.code](number(reason.atSnapshot), number(reason.now))
    case 'inbound-counted':
    case 'late-inbound-left-out':
      return reasons[reason.code](number(reason.units))
    case 'stock-outs-left-out':
      return reasons[reason.code](number(reason.days), number(reason.ofDays))
    case 'new-sku':
      return reasons[reason.code](number(reason.days))
    case 'own-settings':
      return reasons[reason.code](number(reason.leadDays), number(reason.targetCoverDays))
    case 'full-cartons':
      return reasons[reason.code](number(reason.cartonUnits))
    case 'amazon-forecasts':
      return reasons[reason.code](number(reason.ofDays))
    default:
      return unreachable(reason)
  }
}
