import { Hono } from 'hono'
import { homeZoneOf } from '../../amazon/regions.ts'
import type { Fault } from '../../core/fault.ts'
import type { PersonId } from '../../core/id.ts'
import type { Result } from '../../core/result.ts'
import { requirePerson } from '../../identity/require-person.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { StoreApp } from '../../store/entrant.ts'
import { healthByDirectory } from '../../store/health.ts'
import { storeObject } from '../../store/stub.ts'
import type { WebContext } from '../../web/context.ts'
import { Ruled, Time } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { problem } from '../../web/problem.tsx'
import { Attention } from '../attention/attention-view.tsx'
import { Computed } from '../attention/computed-view.tsx'
import { Log, zoneInWords } from './activity-view.tsx'
import { Authorization } from './authorization-view.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { StoreFacts } from './facts-view.tsx'
import { Health } from './health-view.tsx'
import type { Overview, OverviewObject } from './overview.ts'
import { ConditionStatus, conditionOf } from './status.tsx'
import { Stopped } from './stopped-view.tsx'

const LINES_SHOWN = 20

/**
 * A store's own page, for its members: what waits for them, how it stands, its authorization, its readings, what
 * happened of late. Where figures are stored, what waits is a look at them and stands on the record.
 */
export const storeRoutes = new Hono<StoreApp>()
  .use('/stores/:store', requirePerson)
  .get('/stores/:store', async (c) => {
    const { viewer, store } = c.var
    if (store === undefined) return problem(c, 'not-found')
    const overview = await storeObject<OverviewObject>(c.env.STORES, store).overview({
      personId: viewer.personId,
      country: store.country,
      marketplaceIds: store.marketplaces.map((one) => one.id),
      limit: LINES_SHOWN,
    })
    return storePage(c, store, overview, viewer.personId)
  })

function storePage(
  c: WebContext,
  known: StoreRecord,
  overview: Result<Overview, Fault>,
  viewer: PersonId,
): Response {
  const { language, clock } = c.var
  const words = { en, zh }[language]
  const zone = homeZoneOf(known.country)
  const store = overview.ok ? asTheObjectSays(known, overview.value) : known
  const health = overview.ok ? overview.value.health : healthByDirectory(known, clock())
  const condition = conditionOf(store, health, clock())
  const connected = store.state === 'connected'
  return page(
    c,
    { title: store.name, tab: { store, current: 'overview' }, current: 'stores' },
    <>
      <div class="head">
        <h1>
          {store.name} <ConditionStatus c={c} condition={condition} tag />
        </h1>
        <p class="fresh">
          {words.asOf} <Time ms={clock()} zone={zone} language={language} />
          {words.stop}
        </p>
      </div>
      {connected ? null : <Stopped c={c} store={store} zone={zone} />}
      {connected && overview.ok ? (
        <Ruled
          id="action"
          title={words.action}
          aside={<a href={`/stores/${store.id}/alerts`}>{words.alerts}</a>}
        >
          <Attention
            c={c}
            store={store.id}
            items={overview.value.items}
            hasFigures={overview.value.readings.some(({ stored }) => stored !== undefined)}
          />
          {overview.value.limits === undefined ? null : (
            <Computed c={c} zone={zone} readings={overview.value.readings} limits={overview.value.limits} />
          )}
        </Ruled>
      ) : null}
      {connected ? (
        <Ruled id="authorization" title={words.authorization}>
          <Authorization c={c} store={store} condition={condition} zone={zone} />
        </Ruled>
      ) : null}
      <Ruled id="facts" title={words.facts}>
        <StoreFacts c={c} store={store} zone={zone} viewer={viewer} />
      </Ruled>
      {connected && overview.ok ? (
        <Ruled id="health" title={words.health}>
          <Health c={c} store={store} health={health} zone={zone} readings={overview.value.readings} />
        </Ruled>
      ) : null}
      <Ruled id="recent" title={words.recent} aside={words.zone(zoneInWords(zone, language, clock()))}>
        {overview.ok ? (
          <Log c={c} activity={overview.value.activity} zone={zone} viewer={viewer} />
        ) : (
          <Silent c={c} />
        )}
      </Ruled>
      <End c={c} store={store} />
    </>,
  )
}

/** The object decides how its store stands; the directory's copy may be a moment behind. */
const asTheObjectSays = (store: StoreRecord, { state, reason, stoppedAtMs }: Overview): StoreRecord => ({
  ...store,
  state,
  stopReason: reason,
  stoppedAtMs,
})

const Silent = ({ c }: { c: WebContext }) => {
  const words = { en, zh }[c.var.language]
  return (
    <>
      <p>
        <b>{words.silent}</b>
      </p>
      <p class="muted read">{words.silentText}</p>
    </>
  )
}

const End = ({ c, store }: { c: WebContext; store: StoreRecord }) => {
  const words = { en, zh }[c.var.language]
  const ended = store.stopReason === 'disconnected'
  const text = store.state === 'connected' ? words.endText : words.endStopped
  return (
    <Ruled id="end" title={words.end}>
      <p class="read muted">{ended ? words.endedText : text}</p>
      <div class="actions">
        <a class="button" href={`/stores/${store.id}/disconnection`}>
          {ended ? words.endedGo : words.endGo}
        </a>
      </div>
    </Ruled>
  )
}
