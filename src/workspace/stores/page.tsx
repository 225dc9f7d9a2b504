import { Hono } from 'hono'
import { homeZoneOf } from '../../amazon/regions.ts'
import { database } from '../../db/client.ts'
import { type PersonApp, requirePerson } from '../../identity/require-person.ts'
import { storesOf } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { Time } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { regionName } from '../../web/region-name.ts'
import { MostUrgent } from '../attention/attention-view.tsx'
import { type Condition, ConditionStatus, conditionOf } from '../store/status.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type Summary, withSummaries } from './summaries.ts'

type Listed = Awaited<ReturnType<typeof storesOf>>[number] & Summary & { readonly condition: Condition }

/** The person's stores, each with its state and how long Amazon's consent lasts. */
export const storesRoutes = new Hono<PersonApp>().use('/stores', requirePerson).get('/stores', async (c) => {
  const nowMs = c.var.clock()
  const stores = await storesOf(database(c.env.DB), c.var.viewer.personId)
  const person = c.var.viewer.personId
  const listed = (await withSummaries(c.env.STORES, stores, { person, nowMs })).map((store) => ({
    ...store,
    condition: conditionOf(store, store.health, nowMs),
  }))
  return storesPage(c, listed)
})

function storesPage(c: WebContext, stores: readonly Listed[]): Response {
  const words = { en, zh }[c.var.language]
  return page(
    c,
    { title: words.title, current: 'stores' },
    <>
      <h1>{words.title}</h1>
      {stores.length === 0 ? (
        <div class="stack tight">
          <p>
            <b>{words.empty}</b>
          </p>
          <p class="muted read">{words.emptyWhy}</p>
          <div class="actions">
            <a class="button primary" href="/connect">
              {words.connect}
            </a>
          </div>
        </div>
      ) : (
        <StoreTable c={c} stores={stores} />
      )}
    </>,
  )
}

const StoreTable = ({ c, stores }: { c: WebContext; stores: readonly Listed[] }) => {
  const words = { en, zh }[c.var.language]
  return (
    <div class="stack">
      <section class="region" aria-labelledby="stores" tabindex={0}>
        <table class="cards">
          <caption id="stores">{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.waits}</th>
              <th scope="col">{words.region}</th>
              <th scope="col">{words.until}</th>
              <th scope="col" class="go">
                {words.acts}
              </th>
            </tr>
          </thead>
          <tbody>
            {stores.map((store) => (
              <StoreRow c={c} store={store} />
            ))}
          </tbody>
        </table>
      </section>
      <div class="actions">
        <a class="button" href="/connect">
          {words.another}
        </a>
      </div>
    </div>
  )
}

const StoreRow = ({ c, store }: { c: WebContext; store: Listed }) => {
  const { language } = c.var
  const words = { en, zh }[language]
  const zone = homeZoneOf(store.country)
  const { condition } = store
  return (
    <tr>
      <th scope="row">
        <a href={`/stores/${store.id}`}>{store.name}</a>
      </th>
      <td>
        <ConditionStatus c={c} condition={condition} />
      </td>
      <td>
        {store.items ? (
          <MostUrgent c={c} store={store.id} items={store.items} />
        ) : (
          <span class="none">–</span>
        )}
      </td>
      <td data-label={words.region}>{regionName(store.region, language)}</td>
      <td class="date" data-label={words.until}>
        {store.state === 'connected' ? (
          <Time ms={condition.renewal.untilMs} zone={zone} language={language} style="day" />
        ) : (
          <span class="none">–</span>
        )}
      </td>
      <td class="go">
        {condition.asksAgain ? (
          <a href="/connect">{store.state === 'connected' ? words.renew : words.again}</a>
        ) : null}{' '}
        {store.stopReason === 'disconnected' ? null : (
          <a href={`/stores/${store.id}/disconnection`}>{words.disconnect}</a>
        )}
      </td>
    </tr>
  )
}
