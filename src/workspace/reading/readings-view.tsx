import type { Fault } from '../../core/fault.ts'
import type { Language } from '../../core/language.ts'
import { FormToken } from '../../web/form.tsx'
import { formatNumber, formatTime } from '../../web/format.ts'
import { Blank, Notice, Progress, Time } from '../../web/kit.tsx'
import { ageInWords } from './age.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { Reading } from './look.ts'
import type { Shown, StoreShown } from './shown.ts'

/** htmx looks at a reading under way this often. */
const LOOK_SECONDS = 2

/** A reading is at work now; one that rests until Amazon's usage plan has a turn is not, and no page waits for it. */
export const isRunning = ({ state, continueMs }: Reading): boolean =>
  state === 'running' && continueMs === undefined

/** The page's own address, for forms and links that come back to it, or one below it. */
export function viewAddress({ store, view, choice, item }: StoreShown, below = ''): string {
  const named = item === undefined ? '' : `&${new URLSearchParams(item.query).toString()}`
  return `/stores/${store.id}/${view}${item?.path ?? ''}${below}?${choice}${named}`
}

/** One line under the title: what was read when, and what waits for Amazon's usage plan. */
export const Freshness = ({
  readings,
  note,
  ...shown
}: StoreShown & { readings: readonly Reading[]; note?: string }) => {
  const { language, clock } = shown.c.var
  const words = { en, zh }[language]
  const nowMs = clock()
  const waiting = readings.filter((one) => one.mayBeginMs !== undefined && !isRunning(one))
  return (
    <p class="fresh">
      {words.asOf} <Time ms={nowMs} zone={shown.zone} language={language} />
      {words.stop}
      <Blank language={language} />
      <b>{words.sentence(agesOf(readings, nowMs, language))}</b>
      <Blank language={language} />
      {waiting.map(({ kind, mayBeginMs = 0 }) =>
        words.mayBegin(words.data[kind], clockTime(mayBeginMs, shown)),
      )}
      <Blank language={language} />
      {note}
    </p>
  )
}

/** Kinds that were read at the same time in one phrase. Pure. */
function agesOf(readings: readonly Reading[], nowMs: number, language: Language): readonly string[] {
  const words = { en, zh }[language]
  const byAge = Map.groupBy(readings, ({ stored }) => stored && ageInWords(nowMs - stored.asOfMs, language))
  return [...byAge].map(([age, together]) => {
    const kinds = words.all(together.map(({ kind }) => words.data[kind]))
    return age === undefined ? words.unread(kinds) : words.read(kinds, age)
  })
}

const clockTime = (ms: number, { c, zone }: StoreShown): string =>
  formatTime({ ms, zone, language: c.var.language, style: 'clock' })

/** Counts of what is being read. The fragment asks for itself again; when all has ended, the whole page is loaded. */
export const Running = ({ readings, ...shown }: StoreShown & { readings: readonly Reading[] }) => {
  const { language } = shown.c.var
  const words = { en, zh }[language]
  const running = readings.filter(isRunning)
  const [first] = running
  if (first === undefined) return null
  const about = first.stored?.rows
  const old = readings.some(({ stored }) => stored !== undefined)
  return (
    <div
      class="stack tight"
      id="progress"
      hx-get={`${viewAddress(shown, '/progress')}${shown.holdsForm ? '&form' : ''}`}
      hx-trigger={`every ${LOOK_SECONDS}s`}
      hx-swap="outerHTML"
    >
      <p role="status">
        <b>{words.running}</b>
        <Blank language={language} />
        <span class="muted">
          {words.sentence(running.map((one) => soFar(one, language)))}
          <Blank language={language} />
          {old ? words.runningOld : null}
        </span>
      </p>
      <Progress
        value={Math.min(first.rowsSoFar, about ?? first.rowsSoFar)}
        {...(about === undefined ? {} : { max: Math.max(about, 1) })}
        label={words.label}
        words={soFar(first, language)}
      />
      <p class="small quiet">
        {words.begun(clockTime(first.begunMs ?? 0, shown))} <a href={viewAddress(shown)}>{words.lookAgain}</a>
      </p>
    </div>
  )
}

/** A reading has ended while somebody may be typing: the page is loaded again when they want it. */
export const Ended = (shown: StoreShown) => {
  const words = { en, zh }[shown.c.var.language]
  return (
    <p id="progress" role="status">
      <b>{words.ended}</b> <a href={viewAddress(shown)}>{words.showNew}</a>
    </p>
  )
}

function soFar({ kind, rowsSoFar, stored }: Reading, language: Language): string {
  const words = { en, zh }[language]
  const rows = formatNumber(rowsSoFar, language)
  if (rowsSoFar === 0) return words.asked(words.data[kind])
  return stored === undefined
    ? words.rows(words.data[kind], rows)
    : words.rowsOf(words.data[kind], rows, formatNumber(stored.rows, language))
}

/** Readings that rest until Amazon has a turn or a report is done. */
export const Resting = ({ readings, ...shown }: StoreShown & { readings: readonly Reading[] }) => {
  const words = { en, zh }[shown.c.var.language]
  const resting = readings.filter(({ state, continueMs }) => state === 'running' && continueMs !== undefined)
  if (resting.length === 0) return null
  return (
    <p class="small muted" role="status">
      {resting
        .map(({ kind, continueMs = 0 }) => words.resting(words.data[kind], clockTime(continueMs, shown)))
        .join(words.join)}
      {words.stop}
    </p>
  )
}

/** Readings that ended badly: why, and that the earlier figures stand. */
export const Failed = ({ readings, ...shown }: StoreShown & { readings: readonly Reading[] }) => {
  const words = { en, zh }[shown.c.var.language]
  const failed = readings.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return null
  const parts = failed.filter(({ isPartKept }) => isPartKept)
  const old = failed.every(({ stored, isPartKept }) => stored !== undefined && !isPartKept)
  const none = readings.every(({ stored }) => stored === undefined)
  return (
    <Notice tone="warn" glyph="clock" title={words.failedTitle}>
      {failed.map(({ kind, fault }) => (
        <p>{words.failed(words.data[kind], faultInWords(fault, shown.c.var.language))}</p>
      ))}
      {parts.length > 0 ? (
        <p>{words.failedPart(parts.map(({ kind }) => words.data[kind]).join(words.join))}</p>
      ) : null}
      {old || none ? <p>{old ? words.failedOld : words.failedNone}</p> : null}
      <Refresh {...shown} word={words.tryAgain} />
    </Notice>
  )
}

/** Why a reading ended badly, as a sentence. */
export function faultInWords(fault: Fault | undefined, language: Language): string {
  const { faults } = { en, zh }[language]
  return Object.entries(faults).find(([name]) => name === fault)?.[1] ?? faults.other
}

/** The form that asks for a reading now. */
export const Refresh = ({ word, ...shown }: StoreShown & { word?: string }) => (
  <form class="actions" method="post" action={viewAddress(shown)}>
    <FormToken viewer={shown.c.var.viewer} />
    <button class="button" type="submit">
      {word ?? { en, zh }[shown.c.var.language].refresh}
    </button>
  </form>
)

/** The store's marketplaces, this one marked. */
export const Marketplaces = ({ c, store, marketplace }: Shown) => {
  const words = { en, zh }[c.var.language]
  return (
    <nav class="switch" aria-label={words.marketplaces}>
      <ul>
        {store.marketplaces.map((one) => (
          <li>
            <a href={`?marketplace=${one.id}`} aria-current={one.id === marketplace.id ? 'true' : undefined}>
              {one.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
