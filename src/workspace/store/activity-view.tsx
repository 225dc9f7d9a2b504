import type { Activity } from '../../audit/activity.ts'
import { glyphOf } from '../../audit/glyph.ts'
import { sentenceOf } from '../../audit/sentence.ts'
import type { PersonId } from '../../core/id.ts'
import { type Language, locale } from '../../core/language.ts'
import type { WebContext } from '../../web/context.ts'
import { Glyph, type GlyphName } from '../../web/kit.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

const CLASSES: Readonly<Partial<Record<GlyphName, string>>> = { eye: 'look', cross: 'stop' }

/** The record's newest lines in plain sentences, each with its time in the store's zone. */
export const Log = (props: {
  c: WebContext
  activity: readonly Activity[]
  zone: string
  viewer: PersonId
}) => {
  const { language, clock } = props.c.var
  const words = { en, zh }[language]
  const lines = props.activity.flatMap((one) => {
    const sentence = sentenceOf(one, language, props.viewer)
    return sentence === undefined ? [] : [{ sentence, glyph: glyphOf(one), ms: one.timeMs }]
  })
  if (lines.length === 0) {
    return (
      <>
        <p>
          <b>{words.empty}</b>
        </p>
        <p class="muted read">{words.emptyText}</p>
      </>
    )
  }
  const format = momentFormat(props.zone, language, clock())
  return (
    <ol class="log">
      {lines.map(({ sentence, glyph, ms }) => (
        <li class={CLASSES[glyph]}>
          <time datetime={new Date(ms).toISOString()}>{format(ms)}</time>
          <Glyph name={glyph} />
          <p>{sentence}</p>
        </li>
      ))}
    </ol>
  )
}

/** Day and time without the zone, which the list names once; with the year where it is not this one. */
function momentFormat(timeZone: string, language: Language, nowMs: number): (ms: number) => string {
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale(language), { ...options, timeZone })
  const year = of({ year: 'numeric' })
  const short = {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const
  const [thisYear, otherYear] = [of(short), of({ ...short, year: 'numeric' })]
  const current = year.format(nowMs)
  return (ms) => (year.format(ms) === current ? thisYear : otherYear).format(ms)
}

/** The zone by the name that people of its country use: Japan Time, 日本时间. */
export function zoneInWords(timeZone: string, language: Language, nowMs: number): string {
  const format = new Intl.DateTimeFormat(locale(language), { timeZone, timeZoneName: 'longGeneric' })
  return format.formatToParts(nowMs).find((part) => part.type === 'timeZoneName')?.value ?? timeZone
}
