import { formatAmount } from '../../web/format.ts'
import { Fact, Facts, Ruled } from '../../web/kit.tsx'

import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { SettingsShown } from './shown.ts'

/** The monthly budgets that stand; they are set beside the charges that they are held against. */
export const BudgetsSection = ({ c, store, settings }: SettingsShown) => {
  const { language } = c.var
  const words = { en, zh }[language].budgets
  return (
    <Ruled id="budgets" title={words.title}>
      {settings.budgets.length === 0 ? (
        <p class="muted read">{words.none}</p>
      ) : (
        <Facts>
          {settings.budgets.map((budget) => (
            <Fact term={budget.currency}>
              <span class="num">{words.aMonth(formatAmount(budget, language))}</span>
            </Fact>
          ))}
        </Facts>
      )}
      <p>
        <a href={`/stores/${store.id}/advertising#budget`}>{words.go}</a>
      </p>
    </Ruled>
  )
}

/** What counts as urgent, and the watches of each member, have a page of their own. */
export const AlertsSection = ({ c, store }: SettingsShown) => {
  const words = { en, zh }[c.var.language].alerts
  return (
    <Ruled id="alerts" title={words.title}>
      <p class="muted read">{words.text}</p>
      <p>
        <a href={`/stores/${store.id}/alerts`}>{words.go}</a>
      </p>
    </Ruled>
  )
}
