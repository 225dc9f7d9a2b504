import type { Activity, Happened } from '../audit/activity.ts'
import { type Draft, draft, personActor } from '../audit/events.ts'
import { glyphOf } from '../audit/glyph.ts'
import { sentenceOf } from '../audit/sentence.ts'
import { personId } from '../core/id.ts'
import type { Language } from '../core/language.ts'
import { formatTime } from '../web/format.ts'
import { Glyph } from '../web/kit.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

const DAY = '2026-11-22'
const ZONE = 'America/Los_Angeles'
const US = 'ATVPDKIKX0DER'
/** A store as large as a seller's may be, read by pages of fifty with one access token. */
const SKUS = 1284
const CALLS = Math.ceil(SKUS / 50) + 1

/** The reader: "you" in the record of a store of theirs. */
const reader = personId.parse('0'.repeat(26))
const consent = { consent: '0'.repeat(26), seller: 'A2NORTHWIND0NA', region: 'na', generation: 1 } as const

const when = (clock: string): string => `${DAY}T${clock}-08:00`

/** With the time that the store's clocks showed. */
type Told = Activity & { readonly clock: string }

const happened = (clock: string, event: Draft, outcome?: Happened['outcome']): Told => ({
  clock,
  what: 'event',
  sequence: 0,
  timeMs: Date.parse(when(clock)),
  actor: personActor(reader),
  event: draft.parse(event),
  ...(outcome === undefined ? {} : { outcome }),
  times: 1,
  rows: outcome?.rows ?? 0,
})

/** A morning of a store, told by what tells every store's record, so that the example can say nothing that it does not. */
const morning = (): readonly Told[] => [
  happened('06:10', { kind: 'store.connected', ...consent }),
  {
    clock: '06:12',
    what: 'calls',
    sequence: 0,
    timeMs: Date.parse(when('06:12')),
    marketplace: US,
    rowsRead: SKUS,
    operations: ['refreshAccess', 'getInventorySummaries'],
    ends: Array.from({ length: CALLS }, () => 'answered' as const),
  },
  happened(
    '06:12',
    { kind: 'read.intent', view: 'inventory', marketplace: US, reason: 'member' },
    { kind: 'read.outcome', of: 0, result: 'shown', rows: 50 },
  ),
  happened('08:47', { kind: 'store.fenced', reason: 'disconnected', epoch: 1 }),
  happened('08:47', { kind: 'token.destroyed', generation: 1 }),
]

/** What is written for a store, by example. */
export const Specimen = ({ language }: { language: Language }) => {
  const { caption, day } = { en, zh }[language].specimen
  return (
    <figure class="specimen">
      <figcaption>
        <span>{caption}</span>
        <span>{day(formatTime({ ms: Date.parse(when('12:00')), zone: ZONE, language, style: 'day' }))}</span>
      </figcaption>
      <ol>
        {morning().map((line) => {
          const glyph = glyphOf(line)
          return (
            <li class={glyph === 'eye' ? 'look' : undefined}>
              <time datetime={when(line.clock)}>{line.clock}</time>
              <Glyph name={glyph} />
              <p>{sentenceOf(line, language, reader)}</p>
            </li>
          )
        })}
      </ol>
    </figure>
  )
}
