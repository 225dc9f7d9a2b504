import type { Language } from '../../core/language.ts'
import { Fact, Facts } from '../../web/kit.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** What a page shows, how that is computed, and out of which operation, read when. */
export type ComputedRow = readonly [term: string, how: string, source: string]

/** How the figures of a page are computed, folded away. */
export const ComputedRows = (props: { language: Language; lead?: string; rows: readonly ComputedRow[] }) => (
  <details>
    <summary>{{ en, zh }[props.language].computed}</summary>
    {props.lead === undefined ? null : <p class="read">{props.lead}</p>}
    <Facts>
      {props.rows.map(([term, how, source]) => (
        <Fact term={term}>
          {how} <span class="quiet">{source}</span>
        </Fact>
      ))}
    </Facts>
  </details>
)
