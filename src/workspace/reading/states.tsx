import type { Fault } from '../../core/fault.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { Notice } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { problem } from '../../web/problem.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { ViewName } from './shown.ts'

interface Where {
  readonly store: StoreRecord
  readonly view: ViewName
}

/** A view's page where no figure can be shown: what stopped, and the one way on. Other faults are problem pages. */
export function statePage(c: WebContext, where: Where, fault: Fault): Response {
  const words = { en, zh }[c.var.language]
  if (fault === 'store-stopped' || fault === 'authorization-refused') {
    return state(c, where, { title: words.stoppedTitle, text: words.stopped, way: words.again })
  }
  if (fault === 'store-quarantined') {
    return state(c, where, { title: words.quarantinedTitle, text: words.quarantined, way: words.again })
  }
  return problem(c, fault)
}

/** Amazon is being asked for the store's marketplaces: the page says so, and leaves it to the person to look again. */
export function unlistedPage(c: WebContext, where: Where): Response {
  const words = { en, zh }[c.var.language]
  return state(c, where, { title: words.notListedTitle, text: words.notListed })
}

function state(
  c: WebContext,
  { store, view }: Where,
  given: { readonly title: string; readonly text: string; readonly way?: string },
): Response {
  const words = { en, zh }[c.var.language]
  return page(
    c,
    {
      title: `${words.views[view]} · ${store.name}`,
      tab: { store, current: view },
      current: 'stores',
    },
    <>
      <h1>{words.views[view]}</h1>
      <Notice
        tone={given.way === undefined ? 'info' : 'bad'}
        glyph={given.way === undefined ? 'clock' : 'key'}
        title={given.title}
      >
        <p>{given.text}</p>
        <div class="actions">
          {given.way === undefined ? (
            <a href={`/stores/${store.id}/${view}`}>{words.lookAgain}</a>
          ) : (
            <a class="button primary" href="/connect">
              {given.way}
            </a>
          )}
        </div>
      </Notice>
    </>,
    given.way === undefined ? 200 : 409,
  )
}
