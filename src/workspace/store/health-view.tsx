import { marketplaceById } from '../../amazon/regions.ts'
import type { Fault } from '../../core/fault.ts'
import type { Language } from '../../core/language.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { formatNumber } from '../../web/format.ts'
import { Fact, Facts, type GlyphName, Status, Time, type Tone } from '../../web/kit.tsx'
import { en as inventoryEn } from '../inventory/copy.en.ts'
import { zh as inventoryZh } from '../inventory/copy.zh.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { Reading } from './overview.ts'

const LOOKS: Readonly<Record<Reading['state'], { readonly glyph: GlyphName; readonly tone: Tone }>> = {
  none: { glyph: 'empty', tone: 'plain' },
  running: { glyph: 'half', tone: 'plain' },
  done: { glyph: 'full', tone: 'ok' },
  failed: { glyph: 'cross', tone: 'warn' },
}

interface HealthProps {
  readonly c: WebContext
  readonly store: StoreRecord
  readonly readings: readonly Reading[]
}

/** Each view and marketplace: whether its last reading was finished and when, or what went wrong. */
export const Health = ({ c, store, readings }: HealthProps) => {
  const words = { en, zh }[c.var.language]
  if (store.marketplaces.length === 0) return <p class="muted">{words.notListed}</p>
  return (
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
            reading={readings.find((one) => one.marketplaceId === marketplace.id)}
          />
        </Fact>
      ))}
    </Facts>
  )
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

function faultInWords(fault: Fault | undefined, language: Language): string {
  const { faults } = { en: inventoryEn, zh: inventoryZh }[language]
  return Object.entries(faults).find(([name]) => name === fault)?.[1] ?? faults.other
}
