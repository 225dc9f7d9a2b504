import type { Day } from '../../core/day.ts'
import type { Language } from '../../core/language.ts'
import { formatDay, formatNumber, formatPercent } from '../../web/format.ts'
import { Status } from '../../web/kit.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { BudgetUse } from './pace.ts'

/** Ahead by 9 points. */
export function paceInWords(use: BudgetUse, language: Language): string {
  const words = { en, zh }[language].pace
  const points = formatNumber(Math.abs(Math.round(use.aheadBy * 100)), language)
  if (use.share >= 1) return words.over
  if (use.pace === 'in-step') return words.inStep
  return use.pace === 'ahead' ? words.ahead(points) : words.behind(points)
}

/** The day the budget runs out; that it outlives the month; or a dash where nobody can say. */
export function lastsUntil(runOut: Day | undefined, isSpeedKnown: boolean, language: Language): string {
  const words = { en, zh }[language].figures
  if (runOut !== undefined) return formatDay(runOut, language, 'short')
  return isSpeedKnown ? words.wholeMonth : words.none
}

/** The pace with its glyph and the threshold that is reached, for a table. */
export const Pace = ({ use, language }: { use: BudgetUse | undefined; language: Language }) => {
  const words = { en, zh }[language].pace
  if (use === undefined) return <Status glyph="dash">{words.none}</Status>
  const said = paceInWords(use, language)
  if (use.share >= 1) {
    return (
      <Status glyph="over" tone="bad">
        {said}
      </Status>
    )
  }
  if (use.reached !== undefined) {
    return (
      <Status glyph="up" tone="warn">
        {words.reached(formatPercent(use.reached / 100, language), said)}
      </Status>
    )
  }
  return use.pace === 'ahead' ? (
    <Status glyph="up" tone="warn">
      {said}
    </Status>
  ) : (
    <Status glyph="full" tone="ok">
      {said}
    </Status>
  )
}
