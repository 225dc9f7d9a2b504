import { Hono } from 'hono'
import { homeZoneOf } from '../amazon/regions.ts'
import { DAY_MS } from '../core/time.ts'
import { database } from '../db/client.ts'
import { requirePerson } from '../identity/require-person.ts'
import { hasSealedToken, type StoreRecord } from '../store/directory.ts'
import type { StoreApp } from '../store/entrant.ts'
import { FIGURES_KEPT_AFTER_STOP_DAYS } from '../store/fence.ts'
import { storeObject } from '../store/stub.ts'
import type { WebContext } from '../web/context.ts'
import { FormToken } from '../web/form.tsx'
import { formatTime } from '../web/format.ts'
import { Fact, Facts, Time } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { problem } from '../web/problem.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { DisconnectObject } from './disconnect.ts'

/** Disconnecting a store: the question, the act, and the permanent page that says what went and what stays. */
export const disconnectionRoutes = new Hono<StoreApp>()
  .use('/stores/:store/disconnection', requirePerson)
  .get('/stores/:store/disconnection', async (c) => {
    const { store } = c.var
    if (store === undefined) return problem(c, 'not-found')
    return store.stopReason === 'disconnected'
      ? donePage(c, store, await hasSealedToken(database(c.env.DB), store.id))
      : askPage(c, store)
  })
  .post('/stores/:store/disconnection', async (c) => {
    const { viewer, store } = c.var
    if (store === undefined) return problem(c, 'not-found')
    const { recoveringUntilMs: untilMs } = viewer
    if (untilMs !== undefined) return problem(c, 'recovery-cooling', { untilMs })
    const object = storeObject<DisconnectObject>(c.env.STORES, store)
    const disconnected = await object.disconnect({ personId: viewer.personId })
    if (!disconnected.ok) return problem(c, disconnected.fault)
    return c.redirect(`/stores/${store.id}/disconnection`, 303)
  })

function askPage(c: WebContext, store: StoreRecord): Response {
  const words = { en, zh }[c.var.language]
  return page(
    c,
    { title: words.askTitle(store.name), narrow: true, current: 'stores' },
    <>
      <div class="stack tight">
        <h1>{words.askTitle(store.name)}</h1>
        <p class="lead">{words.askLead}</p>
      </div>
      <Facts>
        <Fact term={words.goes}>{words.goesText}</Fact>
        <Fact term={words.stays}>{words.staysText}</Fact>
        <Fact term={words.amazon}>{words.amazonText}</Fact>
      </Facts>
      <form class="actions hang" method="post" action={`/stores/${store.id}/disconnection`}>
        <FormToken viewer={c.var.viewer} />
        <button class="button danger" type="submit">
          {words.confirm}
        </button>
        <a href="/stores">{words.keep}</a>
      </form>
    </>,
  )
}

function donePage(c: WebContext, store: StoreRecord, tokenLeft: boolean): Response {
  const { language } = c.var
  const words = { en, zh }[language]
  const zone = homeZoneOf(store.country)
  const stoppedMs = store.stoppedAtMs ?? c.var.clock()
  const untilMs = stoppedMs + FIGURES_KEPT_AFTER_STOP_DAYS * DAY_MS
  return page(
    c,
    { title: words.doneTitle(store.name), narrow: true, current: 'stores' },
    <>
      <div class="stack tight">
        <h1>{words.doneTitle(store.name)}</h1>
        <p class="lead">{words.doneLead}</p>
      </div>
      <Facts>
        <Fact term={words.stopped}>
          <Time ms={stoppedMs} zone={zone} language={language} />
        </Fact>
        <Fact term={words.token}>{tokenLeft ? words.tokenLater : words.tokenGone}</Fact>
        <Fact term={words.figures}>
          {words.figuresText(formatTime({ ms: untilMs, zone, language, style: 'day' }))}
        </Fact>
        <Fact term={words.amazon}>{words.amazonText}</Fact>
      </Facts>
      <div class="actions hang">
        <a class="button" href="/stores">
          {words.stores}
        </a>
        <a href="/connect">{words.again}</a>
      </div>
    </>,
  )
}
