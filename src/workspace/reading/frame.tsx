import type { Child } from 'hono/jsx'
import { page } from '../../web/page.tsx'
import { byKind } from './by-kind.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { Reading } from './look.ts'
import { Failed, Freshness, isRunning, Resting, Running } from './readings-view.tsx'
import type { StoreShown } from './shown.ts'

/** Where no script looks at a reading under way, the page loads itself again. */
const RELOAD_SECONDS = 4

/** A title that long is a product's name, and takes less of the screen. */
const LONG_CHARACTERS = 60

/**
 * The page of a view: title, a switch, how old the figures are, what is being read and what failed; then the view's own
 * part. `aside`: the switch beside the title. `status`: of a form that was not taken. `note`: a sentence that belongs to how old the figures are.
 */
export function viewPage(
  shown: StoreShown,
  given: {
    readonly readings: readonly Reading[]
    readonly aside?: Child
    readonly note?: string
    readonly status?: number
  },
  body: Child,
): Response {
  const { c, store, view } = shown
  const words = { en, zh }[c.var.language]
  const readings = byKind(given.readings)
  const title = shown.item?.title ?? words.views[view]
  return page(
    c,
    {
      title: `${title} · ${store.name}`,
      tab: { store, current: view },
      current: 'stores',
      script: 'app',
      charts: true,
      ...(given.status === undefined && !shown.holdsForm && readings.some(isRunning)
        ? { reloadSeconds: RELOAD_SECONDS }
        : {}),
      ...(given.status === undefined ? {} : { error: true }),
    },
    <>
      <div class="head">
        <h1 class={title.length > LONG_CHARACTERS ? 'long' : undefined}>{title}</h1>
        {given.aside}
        <Freshness
          {...shown}
          readings={readings}
          {...(given.note === undefined ? {} : { note: given.note })}
        />
      </div>
      <Running {...shown} readings={readings} />
      <Resting {...shown} readings={readings} />
      <Failed {...shown} readings={readings} />
      {body}
    </>,
    given.status ?? 200,
  )
}
