import { marketplaceById } from '../../amazon/regions.ts'
import type { Language } from '../../core/language.ts'
import { unreachable } from '../../core/result.ts'
import { MINUTE_MS } from '../../core/time.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { Health as StoreHealth } from '../../store/health.ts'
import type { WebContext } from '../../web/context.ts'
import { formatNumber, formatTime, type TimeStyle } from '../../web/format.ts'
import { Fact, Facts, type GlyphName, Status, Time, type Tone } from '../../web/kit.tsx'
import type { Reading } from '../reading/look.ts'
import { faultInWords } from '../reading/readings-view.tsx'
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

/** How the store is in one sentence; then each view and marketplace: when it was read last, or what went wrong. */
export const Health = ({ c, store, health, zone, readings }: HealthProps) => {
  const { language } = c.var
  const words = { en, zh }[language]
  return (
    <>
      <p class="read">{sentenceOf(health, zone, language)}</p>
      {store.marketplaces.length === 0 ? (
        <p class="muted">{words.notListed}</p>
      ) : (
        <Facts>
          {store.marketplaces.map((marketplace) => (
            <Fact
              term={
                <a href={`/stores/${store.id}/inventory?marketplace=${marketplace.id}`}>
                  {words.stock(marketplace.name)}
                </a>
              }
            >
              <State
                c={c}
                marketplace={marketplace}
                reading={readings.find((one) => one.part === marketplace.id)}
              />
            </Fact>
          ))}
        </Facts>
      )}
    </>
  )
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
  readonly marketplace: StoreMarketplace
  readonly reading: Reading | undefined
}

const State = (props: StateProps) => {
  const { language } = props.c.var
  const words = { en, zh }[language]
  const { reading } = props
  const state = reading?.state ?? 'none'
  const { glyph, tone } = LOOKS[state]
  return (
    <>
      <Status glyph={glyph} tone={tone}>
        {words.readings[state]}
      </Status>{' '}
      <span class="muted">
        {state === 'running' ? words.runningText(formatNumber(reading?.rowsSoFar ?? 0, language)) : null}
        {state === 'failed' ? faultInWords(reading?.fault, language) : null} <Stored {...props} />
      </span>
    </>
  )
}

/** What is stored and from when; after a reading that ended badly, also that there is nothing. */
const Stored = ({ c, marketplace, reading }: StateProps) => {
  const { language } = c.var
  const words = { en, zh }[language]
  const stored = reading?.stored
  if (stored === undefined) return <>{reading?.state === 'failed' ? words.nothingStored : null}</>
  const zone = marketplaceById(marketplace.id)?.timeZone ?? 'UTC'
  const time = <Time ms={stored.asOfMs} zone={zone} language={language} />
  return reading?.state === 'done' ? (
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
