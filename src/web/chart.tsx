import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Language } from '../core/language.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/**
 * A chart drawn by the server: x in percent and y in pixels, so that one drawing fits every width with its text at the
 * same size. Geometry stands in attributes, colour comes by class (static/css/chart.css). `title` and `more` say in
 * words what it shows; `table` has its numbers for those who do not see it or want them exactly.
 */
export const Chart = (
  props: PropsWithChildren<{
    id: string
    title: string
    more?: string
    /** One sentence with the numbers that matter, read instead of the drawing. */
    says: string
    heightPx: number
    language: Language
    table?: Child
    /** What belongs under the drawing, such as its legend. */
    below?: Child
  }>,
) => (
  <figure class="chart">
    <figcaption>
      {props.title} {props.more ? <span>{props.more}</span> : null}
    </figcaption>
    <svg height={props.heightPx} role="img" aria-labelledby={`${props.id}-says`}>
      <title id={`${props.id}-says`}>{props.says}</title>
      {props.children}
    </svg>
    {props.below}
    {props.table ? (
      <details>
        <summary>{{ en, zh }[props.language].chart.numbers}</summary>
        {props.table}
      </details>
    ) : null}
  </figure>
)

/** Where a value lies along the width, as an attribute. */
export const across = (value: number, max: number): string =>
  `${max === 0 ? 0 : Math.round((value / max) * 10_000) / 100}%`

/** Pixels from the top for a value on a scale that begins at zero; a value above the scale is drawn at its top. */
export function down(
  value: number,
  scale: { readonly max: number; readonly topPx: number; readonly basePx: number },
): number {
  const { max, topPx, basePx } = scale
  const share = max === 0 ? 0 : Math.min(1, Math.max(0, value / max))
  return Math.round((basePx - share * (basePx - topPx)) * 10) / 10
}

/** The next round number at or above a value: one digit, and noughts. For the end of a scale. */
export function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return Math.ceil(value / power) * power
}
