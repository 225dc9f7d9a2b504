import type { Fault } from '../../core/fault.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { Notice } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { problem } from '../../web/problem.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

const LOOK_AGAIN_SECONDS = 10

/** The inventory page where no figure can be shown: what stopped, and the one way on. Other faults are problem pages. */
export function statePage(c: WebContext, store: StoreRecord, fault: Fault): Response {
  const words = { en, zh }[c.var.language]
  if (fault === 'store-stopped' || fault === 'authorization-refused') {
    return state(c, store, { title: words.stoppedTitle, text: words.stopped, way: words.again })
  }
  if (fault === 'store-quarantined') {
    return state(c, store, { title: words.quarantinedTitle, text: words.quarantined, way: words.again })
  }
  return problem(c, fault)
}

/** Amazon has been asked for the store's marketplaces; the page looks again by itself. */
export function unlistedPage(c: WebContext, store: StoreRecord): Response {
  const words = { en, zh }[c.var.language]
  return state(c, store, { title: words.notListedTitle, text: words.notListed })
}

function state(
  c: WebContext,
  store: StoreRecord,
  given: { readonly title: string; readonly text: string; readonly way?: string },
): Response {
  const words = { en, zh }[c.var.language]
  return page(
    c,
    {
      title: `${words.title} · ${store.name}`,
      tab: { store, current: 'inventory' },
      current: 'stores',
      ...(given.way === undefined ? { reloadSeconds: LOOK_AGAIN_SECONDS } : {}),
    },
    <>
      <h1>{words.title}</h1>
      <Notice
        tone={given.way === undefined ? 'info' : 'bad'}
        glyph={given.way === undefined ? 'clock' : 'key'}
        title={given.title}
      >
        <p>{given.text}</p>
        {given.way === undefined ? null : (
          <div class="actions">
            <a class="button primary" href="/connect">
              {given.way}
            </a>
          </div>
        )}
      </Notice>
    </>,
    given.way === undefined ? 200 : 409,
  )
}
