import { locale } from '../../core/language.ts'
import { AUTHORIZATION_DAYS, type StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { formatTime } from '../../web/format.ts'
import { Blank, Progress, Time } from '../../web/kit.tsx'
import { featureName } from '../../web/role-words.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { TONE_OF_STAGE } from './renewal.ts'
import type { Condition } from './status.tsx'

/** The authorization's year as a sentence and a bar, what waits for a new consent, and the way to give one. */
export const Authorization = (props: {
  c: WebContext
  store: StoreRecord
  condition: Condition
  zone: string
}) => {
  const { c, store, condition, zone } = props
  const { language } = c.var
  const words = { en, zh }[language]
  const { untilMs, daysLeft, daysPassed, stage } = condition.renewal
  const until = formatTime({ ms: untilMs, zone, language, style: 'day' })
  const list = new Intl.ListFormat(locale(language), { type: 'conjunction' })
  const isOver = stage === 'over'
  return (
    <>
      <p>
        <b>{isOver ? words.ranOut(until) : words.daysLeft(daysLeft, until)}</b>
        <Blank language={language} />
        <span class="muted">{isOver ? words.yearOver : words.year}</span>
      </p>
      <div class={`year ${TONE_OF_STAGE[stage]}`}>
        <Progress
          value={daysPassed}
          max={AUTHORIZATION_DAYS}
          label={words.passedLabel}
          words={words.passed(daysPassed, AUTHORIZATION_DAYS)}
        />
        <p class="small quiet">
          <span>
            {words.given} <Time ms={store.authorizedAtMs} zone={zone} language={language} style="day" />
          </span>
          <span>
            {words.ends} <Time ms={untilMs} zone={zone} language={language} style="day" />
          </span>
        </p>
      </div>
      {condition.waiting.length === 0 ? null : (
        <p class="read">
          {words.waiting(list.format(condition.waiting.map((feature) => featureName(feature, language))))}
        </p>
      )}
      {condition.asksAgain ? (
        <div class="actions">
          <a class="button primary" href="/connect">
            {words.again}
          </a>
        </div>
      ) : null}
    </>
  )
}
