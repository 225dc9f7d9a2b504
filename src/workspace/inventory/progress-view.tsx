import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { formatNumber, formatTime } from '../../web/format.ts'
import { Notice, Progress } from '../../web/kit.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { InventoryRead, Progress as SweepProgress } from './read.ts'
import { ReadAgain, type Shown, zoneOf } from './shown.tsx'

/** htmx looks at a reading under way this often. */
const LOOK_SECONDS = 2

/** Counts of a reading under way. The page asks for it again; when the reading has ended, the whole page is loaded. */
export function progressFragment(
  c: WebContext,
  store: StoreRecord,
  marketplace: StoreMarketplace,
  progress: SweepProgress,
) {
  const { language } = c.var
  const words = { en, zh }[language]
  const rows = formatNumber(progress.rows, language)
  const { about } = progress
  const sentence =
    about === undefined ? words.progressRows(rows) : words.progressOf(rows, formatNumber(about, language))
  const begun = formatTime({ ms: progress.begunMs, zone: zoneOf(marketplace), language, style: 'clock' })
  return (
    <div
      class="stack tight"
      id="progress"
      hx-get={`/stores/${store.id}/inventory/progress?marketplace=${marketplace.id}`}
      hx-trigger={`every ${LOOK_SECONDS}s`}
      hx-swap="outerHTML"
    >
      <p role="status">
        <b>{about === undefined ? words.progressFirst : words.progressAgain}</b>{' '}
        <span class="muted">
          {sentence} {words.progressPace}
        </span>
      </p>
      <Progress
        value={Math.min(progress.rows, about ?? progress.rows)}
        {...(about === undefined ? {} : { max: Math.max(about, 1) })}
        label={words.progressLabel}
        words={sentence}
      />
      <p class="small quiet">
        {words.progressBegun(begun)} <a href={`?marketplace=${marketplace.id}`}>{words.progressReload}</a>
      </p>
    </div>
  )
}

/** A reading that ended badly: why, and that the earlier figures stand. */
export const Failed = ({ c, store, marketplace, read }: Shown & { read: InventoryRead }) => {
  const words = { en, zh }[c.var.language]
  const fault = read.progress?.fault
  const why = Object.entries(words.faults).find(([name]) => name === fault)?.[1] ?? words.faults.other
  return (
    <Notice tone="warn" glyph="clock" title={words.failedTitle}>
      <p>
        {why} {read.page ? words.failedOld : words.failedNone}
      </p>
      <ReadAgain c={c} store={store} marketplace={marketplace} word={words.failedAgain} />
    </Notice>
  )
}
