import { DATA, type DataKind } from '../../core/data.ts'
import type { Language } from '../../core/language.ts'
import { unreachable } from '../../core/result.ts'
import { MINUTE_MS } from '../../core/time.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { Health as StoreHealth } from '../../store/health.ts'
import type { WebContext } from '../../web/context.ts'
import { formatNumber, formatTime, type TimeStyle } from '../../web/format.ts'
import { Blank, Fact, Facts, type GlyphName, Status, Time, type Tone } from '../../web/kit.tsx'
import { byKind } from '../reading/by-kind.ts'
import { en as sharedEn } from '../reading/copy.en.ts'
import { zh as sharedZh } from '../reading/copy.zh.ts'
import type { Reading } from '../reading/look.ts'
import { faultInWords } from '../reading/readings-view.tsx'
import type { ViewName } from '../reading/shown.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

const LOOKS: Readonly<Record<Reading['state'], { readonly glyph: GlyphName; readonly tone: Tone }>> = {
  none: { glyph: 'empty', tone: 'plain' },
  running: { glyph: 'half', tone: 'plain' },
  done: { glyph: 'full', tone: 'ok' },
  failed: { glyph: 'cross', tone: 'warn' },
}

interface HealthProps {
  readonly c: WebContext
  readonly store: StoreRecord
  readonly health: StoreHealth
  readonly zone: string
  readonly readings: readonly Reading[]
}

/** Where each kind of figures is shown. */
const PAGES: Readonly<Record<DataKind, ViewName>> = {
  inventory: 'inventory',
  planning: 'inventory',
  'sku-sales': 'inventory',
  sales: 'orders',
  orders: 'orders',
  performance: 'orders',
  charges: 'advertising',
}

/** How the store is in one sentence; then each kind of figures: when it was read last, or what went wrong. */
export const Health = ({ c, store, health, zone, readings }: HealthProps) => {
  const { language } = c.var
  const words = { en, zh }[language]
  const shared = { en: sharedEn, zh: sharedZh }[language]
  return (
    <>
      <p class="read">{sentenceOf(health, zone, language)}</p>
      {store.marketplaces.length === 0 ? (
        <p class="muted">{words.notListed}</p>
      ) : (
        <Facts>
          {groups(readings).map(({ reading, begun, of }) => (
            <Fact
              term={<a href={`/stores/${store.id}/${PAGES[reading.kind]}`}>{shared.data[reading.kind]}</a>}
            >
              <State c={c} zone={zone} reading={reading} />
              {begun > 0 && begun < of ? (
                <span class="quiet"> {words.someRead(String(begun), String(of))}</span>
              ) : null}
            </Fact>
          ))}
        </Facts>
      )}
      <p class="small quiet read">{words.kept(String(DATA.inventory.keptDays))}</p>
    </>
  )
}

/** One line for each kind: of the marketplaces that somebody looked at, where there are any, and how many those are. */
function groups(readings: readonly Reading[]) {
  return [...Map.groupBy(readings, (one) => one.kind).values()].flatMap((places) => {
    const begun = places.filter(({ state }) => state !== 'none')
    return byKind(begun.length === 0 ? places : begun).map((reading) => ({
      reading,
      begun: begun.length,
      of: places.length,
    }))
  })
}

/** What a store that reads is told of itself; how one that has stopped stands is a notice of its own. */
function sentenceOf(health: StoreHealth, zone: string, language: Language): string {
  const words = { en, zh }[language].healths
  const time = (ms: number, style: TimeStyle) => formatTime({ ms, zone, language, style })
  switch (health.state) {
    case 'throttled':
      // To the minute, and rather too late than too early.
      return words.throttled(time(Math.ceil(health.untilMs / MINUTE_MS) * MINUTE_MS, 'clock'))
    case 'failing':
      return words.failing[health.what](time(health.sinceMs, 'minute'), faultInWords(health.fault, language))
    case 'needs-authorization':
      return words.needs
    case 'connected':
    case 'suspected':
    case 'fenced':
      return words.connected
    default:
      return unreachable(health)
  }
}

interface StateProps {
  readonly c: WebContext
  readonly zone: string
  readonly reading: Reading
}

const State = (props: StateProps) => {
  const { language } = props.c.var
  const words = { en, zh }[language]
  const { state, rowsSoFar, fault } = props.reading
  const { glyph, tone } = LOOKS[state]
  return (
    <>
      <Status glyph={glyph} tone={tone}>
        {words.readings[state]}
      </Status>{' '}
      <span class="muted">
        {state === 'running' ? words.runningText(formatNumber(rowsSoFar, language)) : null}
        {state === 'failed' ? faultInWords(fault, language) : null}
        <Blank language={language} />
        <Stored {...props} />
      </span>
    </>
  )
}

/** What is stored and from when; after a reading that ended badly, also that there is nothing. */
const Stored = ({ c, zone, reading: { state, stored } }: StateProps) => {
  const { language } = c.var
  const words = { en, zh }[language]
  if (stored === undefined) return <>{state === 'failed' ? words.nothingStored : null}</>
  const time = <Time ms={stored.asOfMs} zone={zone} language={language} />
  return state === 'done' ? (
    <>
      {time}
      {words.storedThen(stored.rows, formatNumber(stored.rows, language))}
    </>
  ) : (
    <>
      {words.storedSince} {time}
      {words.stop}
    </>
  )
}
