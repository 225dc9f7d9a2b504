import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Language } from '../core/language.ts'
import { formatTime, type TimeStyle } from './format.ts'

/** Shapes on a 16-unit square. A state is a filling circle; the others name an event. `o` is an outline. */
const GLYPHS = {
  empty: <circle class="o" cx="8" cy="8" r="4.75" />,
  half: (
    <>
      <circle class="o" cx="8" cy="8" r="4.75" />
      <path d="M8 3.5a4.5 4.5 0 0 1 0 9z" />
    </>
  ),
  quarter: (
    <>
      <circle class="o" cx="8" cy="8" r="4.75" />
      <path d="M8 8V3.5A4.5 4.5 0 0 1 12.5 8z" />
    </>
  ),
  most: (
    <>
      <circle class="o" cx="8" cy="8" r="4.75" />
      <path d="M8 8H3.5A4.5 4.5 0 1 0 8 3.5z" />
    </>
  ),
  full: <circle cx="8" cy="8" r="5" />,
  over: (
    <>
      <circle class="o" cx="8" cy="8" r="5.75" />
      <circle cx="8" cy="8" r="3.5" />
    </>
  ),
  dash: <path class="o" d="M4 8h8" />,
  diamond: <path d="M8 2.5 13.5 8 8 13.5 2.5 8z" />,
  up: <path d="M8 2.75 13.75 12.75H2.25z" />,
  check: <path class="o" d="M3 8.5l3.25 3.25L13 4.75" />,
  cross: <path class="o" d="M4 4l8 8M12 4l-8 8" />,
  clock: (
    <>
      <circle class="o" cx="8" cy="8" r="5.75" />
      <path class="o" d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  key: (
    <>
      <circle class="o" cx="4.75" cy="8" r="2.75" />
      <path class="o" d="M7.5 8h6.75v2.5M11.25 8v2" />
    </>
  ),
  eye: (
    <>
      <path
        class="o"
        d="M1.25 8C2.75 5.1 5.2 3.75 8 3.75S13.25 5.1 14.75 8C13.25 10.9 10.8 12.25 8 12.25S2.75 10.9 1.25 8z"
      />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
  in: <path class="o" d="M8 2.5v8M4.75 7.4 8 10.65l3.25-3.25M3 13.5h10" />,
}
export type GlyphName = keyof typeof GLYPHS

/** A small drawing that seconds a word; never the only carrier of a meaning. */
export const Glyph = ({ name }: { name: GlyphName }) => (
  <svg class="g" viewBox="0 0 16 16" aria-hidden="true">
    {GLYPHS[name]}
  </svg>
)

export type Tone = 'plain' | 'ok' | 'info' | 'warn' | 'bad'

/** A glyph and an adjective. `tag` sets it on a tint, for the title of a page. */
export const Status = (props: PropsWithChildren<{ glyph: GlyphName; tone?: Tone; tag?: boolean }>) => (
  <span class={`${props.tag ? 'tag' : 'st'} ${props.tone ?? 'plain'}`}>
    <Glyph name={props.glyph} />
    {props.children}
  </span>
)

/** A heavier rule, a title, and sentences; `alert` announces it at once. */
export const Notice = (
  props: PropsWithChildren<{ tone: Tone; glyph: GlyphName; title: string; id?: string; alert?: boolean }>,
) => (
  <div class={`notice ${props.tone}`} id={props.id} role={props.alert ? 'alert' : undefined}>
    <Glyph name={props.glyph} />
    <div>
      <h2>{props.title}</h2>
      {props.children}
    </div>
  </div>
)

/** A section under a hairline, its heading in the margin column. `id` names the section for its heading. */
export const Ruled = (props: PropsWithChildren<{ id: string; title: string; aside?: Child }>) => (
  <section class="ruled" aria-labelledby={props.id}>
    <header>
      <h2 id={props.id}>{props.title}</h2>
      {props.aside ? <p class="small quiet">{props.aside}</p> : null}
    </header>
    <div class="stack tight">{props.children}</div>
  </section>
)

/** Between two sentences: Chinese has no blank after its full stop. */
export const Blank = ({ language }: { language: Language }) => <>{language === 'zh' ? '' : ' '}</>

/** Label and fact, row by row. */
export const Facts = (props: PropsWithChildren) => <dl class="facts">{props.children}</dl>

export const Fact = (props: PropsWithChildren<{ term: Child }>) => (
  <div>
    <dt>{props.term}</dt>
    <dd>{props.children}</dd>
  </div>
)

/** A few numbers that matter, divided by hairlines. */
export const Figures = (props: PropsWithChildren) => <dl class="figures">{props.children}</dl>

/** `tone` seconds what the term says: what is overdue, what is soon due. */
export const Figure = (props: { term: string; value: string; note?: string; tone?: 'warn' | 'bad' }) => (
  <div>
    <dt>{props.term}</dt>
    <dd class={props.tone}>{props.value}</dd>
    {props.note ? <dd>{props.note}</dd> : null}
  </div>
)

/** Native progress; `words` says the same in a sentence. Leave `max` out while the end is not known. */
export const Progress = (props: { value: number; max?: number; label: string; words: string }) => (
  <progress
    {...(props.max === undefined ? {} : { max: props.max, value: props.value })}
    aria-label={props.label}
  >
    {props.words}
  </progress>
)

/** A moment with its zone, machine-readable too. */
export const Time = (props: { ms: number; zone: string; language: Language; style?: TimeStyle }) => (
  <time datetime={new Date(props.ms).toISOString()}>
    {formatTime({ ms: props.ms, zone: props.zone, language: props.language, style: props.style ?? 'minute' })}
  </time>
)
