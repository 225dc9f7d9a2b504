import type { Fault } from '../../core/fault.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { Notice } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { problem } from '../../web/problem.tsx'
import { stoppedPage } from '../store/stopped-view.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { ViewName } from './shown.ts'

interface Where {
  readonly store: StoreRecord
  readonly view: ViewName
}

/**
 * A view's page where no figure can be shown. A store that the directory calls stopped is spoken of as on its own page;
 * one that stopped a moment ago is led there, where its object says why. Other faults are problem pages.
 */
export function statePage(c: WebContext, where: Where, fault: Fault): Response {
  const { store, view } = where
  const words = { en, zh }[c.var.language]
  const isStopped = fault === 'store-stopped' || fault === 'authorization-refused'
  if (!isStopped && fault !== 'store-quarantined') return problem(c, fault)
  if (store.state !== 'connected') {
    return stoppedPage(c, store, { title: words.views[view], current: view })
  }
  return state(c, where, { title: words.stoppedTitle, text: words.stopped, hasStopped: true })
}

/** Amazon is being asked for the store's marketplaces: the page says so, and leaves it to the person to look again. */
export function unlistedPage(c: WebContext, where: Where): Response {
  const words = { en, zh }[c.var.language]
  return state(c, where, { title: words.notListedTitle, text: words.notListed, hasStopped: false })
}

function state(
  c: WebContext,
  { store, view }: Where,
  given: { readonly title: string; readonly text: string; readonly hasStopped: boolean },
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
        tone={given.hasStopped ? 'warn' : 'info'}
        glyph={given.hasStopped ? 'key' : 'clock'}
        title={given.title}
      >
        <p>{given.text}</p>
        <div class="actions">
          {given.hasStopped ? (
            <a href={`/stores/${store.id}`}>{words.stoppedWhy}</a>
          ) : (
            <a href={`/stores/${store.id}/${view}`}>{words.lookAgain}</a>
          )}
        </div>
      </Notice>
    </>,
    given.hasStopped ? 409 : 200,
  )
}
