import { Hono } from 'hono'
import { homeZoneOf } from '../amazon/regions.ts'
import { DAY_MS } from '../core/time.ts'
import { database } from '../db/client.ts'
import { personById } from '../identity/people.ts'
import { type PersonApp, requirePerson } from '../identity/require-person.ts'
import { AUTHORIZATION_DAYS, type StoreRecord, storeOfMember } from '../store/directory.ts'
import type { WebContext } from '../web/context.ts'
import { FormToken } from '../web/form.tsx'
import { Fact, Facts, Status, Time } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { problem } from '../web/problem.tsx'
import { regionName } from '../web/region-name.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** The page a consent ends on: what was connected, what happens next, how to stop, and Undo. Works by reload. */
export const doneRoutes = new Hono<PersonApp>()
  .use('/connect/done', requirePerson)
  .get('/connect/done', async (c) => {
    const db = database(c.env.DB)
    const store = await storeOfMember(db, c.var.viewer.personId, c.req.query('store') ?? '')
    if (store === undefined) return problem(c, 'not-found')
    if (store.state !== 'connected') return c.redirect('/stores', 303)
    return donePage(c, store, (await personById(db, store.connectedBy))?.email ?? '')
  })

function donePage(c: WebContext, store: StoreRecord, account: string): Response {
  const { language, viewer } = c.var
  const words = { en, zh }[language]
  const zone = homeZoneOf(store.country)
  const untilMs = store.authorizedAtMs + AUTHORIZATION_DAYS * DAY_MS
  const marketplaces = store.marketplaces.map((one) => one.name).join(language === 'zh' ? '、' : ', ')
  return page(
    c,
    { title: words.done.title(store.name), narrow: true, current: 'stores' },
    <>
      <div class="stack tight">
        <h1>{words.done.title(store.name)}</h1>
        <p class="lead">{words.done.lead}</p>
      </div>
      <Facts>
        <Fact term={words.done.store}>
          {store.name}{' '}
          <Status glyph="full" tone="ok">
            {words.done.connected}
          </Status>
        </Fact>
        <Fact term={words.done.region}>{regionName(store.region, language)}</Fact>
        <Fact term={words.done.marketplaces}>
          {marketplaces === '' ? words.done.marketplacesLater : marketplaces}
        </Fact>
        <Fact term={words.done.seller}>
          <span class="mono">{store.sellerId}</span>{' '}
          <span class="quiet">
            {store.sellerConfirmedAtMs === null ? words.done.sellerClaimed : words.done.sellerConfirmed}
          </span>
        </Fact>
        <Fact term={words.done.account}>
          {account}, <Time ms={store.authorizedAtMs} zone={zone} language={language} />
        </Fact>
        <Fact term={words.done.until}>
          <Time ms={untilMs} zone={zone} language={language} style="day" />
          {words.done.untilNote}
        </Fact>
        <Fact term={words.done.next}>{words.done.nextText}</Fact>
        <Fact term={words.done.stop}>{words.done.stopText}</Fact>
      </Facts>
      <div class="actions hang">
        <a class="button primary" href={`/stores/${store.id}/inventory`}>
          {words.done.open}
        </a>
        <form method="post" action={`/stores/${store.id}/disconnection`}>
          <FormToken viewer={viewer} />
          <button class="button" type="submit">
            {words.done.undo}
          </button>
        </form>
      </div>
    </>,
  )
}
