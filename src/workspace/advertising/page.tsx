import { type Context, Hono } from 'hono'
import { homeZoneOf } from '../../amazon/regions.ts'
import { dayOf } from '../../core/day.ts'
import { requirePerson } from '../../identity/require-person.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { StoreApp } from '../../store/entrant.ts'
import { storeObject } from '../../store/stub.ts'
import { csvFile } from '../../web/csv.ts'
import { readForm } from '../../web/form.tsx'
import { formatDay, formatTime, sentences } from '../../web/format.ts'
import { problem } from '../../web/problem.tsx'
import { enterStore, storeProgress } from '../reading/enter.tsx'
import { viewPage } from '../reading/frame.tsx'
import { viewAddress } from '../reading/readings-view.tsx'
import type { StoreShown } from '../reading/shown.ts'
import { statePage } from '../reading/states.tsx'
import { budgetForm, budgetRefused } from './budget-form.tsx'
import { currencyCode } from './budgets.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { invoiceLines } from './invoice-table.tsx'
import {
  type AdvertisingObject,
  type AdvertisingRead,
  advertisingPlaces,
  homeCurrency,
  type ReviewInput,
} from './read.ts'
import { Absent, Review } from './review-view.tsx'

const PATH = '/stores/:store/advertising'

/**
 * The advertising charges of a store, a currency at a time, in its home zone. A GET shows what is stored and, where that
 * is old, sets a reading going; a POST asks for a reading now; `.csv` is the month's invoices as a file; `/budget` sets
 * the monthly budget of a currency; `/progress` is the fragment that a reading's page looks at, which opens no figure.
 */
export const advertisingRoutes = new Hono<StoreApp>()
  .use(PATH, requirePerson)
  .use(`${PATH}.csv`, requirePerson)
  .use(`${PATH}/budget`, requirePerson)
  .get(PATH, show)
  .post(PATH, refresh)
  .get(`${PATH}.csv`, download)
  .post(`${PATH}/budget`, saveBudget)
  .get(`${PATH}/progress`, (c) =>
    storeProgress(c, (store) => {
      const shown = shownOf(c, store)
      return shown && { shown, places: advertisingPlaces(idsOf(store)) }
    }),
  )

type Shown = StoreShown & { readonly currency: string }

const idsOf = (store: StoreRecord): ReviewInput['marketplaceIds'] => store.marketplaces.map(({ id }) => id)

/** Undefined for a currency that is none. */
function shownOf(c: Context<StoreApp>, store: StoreRecord): Shown | undefined {
  const asked = c.req.query('currency')
  const currency = currencyCode.safeParse(asked ?? homeCurrency(store.country, idsOf(store))).data
  if (currency === undefined) return undefined
  const zone = homeZoneOf(store.country)
  return { c, store, view: 'advertising', zone, choice: `currency=${currency}`, currency }
}

async function enter(c: Context<StoreApp>): Promise<Shown | Response> {
  const store = await enterStore(c, 'advertising')
  return store instanceof Response ? store : (shownOf(c, store) ?? problem(c, 'not-found'))
}

async function read(
  c: Context<StoreApp>,
  { store, currency }: Shown,
  over: Pick<ReviewInput, 'again' | 'as'>,
) {
  return storeObject<AdvertisingObject>(c.env.STORES, store).readAdvertising({
    personId: c.var.viewer.personId,
    country: store.country,
    marketplaceIds: idsOf(store),
    currency,
    ...over,
  })
}

async function show(c: Context<StoreApp>): Promise<Response> {
  const shown = await enter(c)
  if (shown instanceof Response) return shown
  const looked = await read(c, shown, { again: false })
  if (!looked.ok) return statePage(c, shown, looked.fault)
  const { readings, review } = looked.value
  const aside = review && <Currencies {...shown} codes={review.currencies.map((one) => one.currency)} />
  const note = noteOf(shown, review)
  return viewPage(
    { ...shown, holdsForm: review !== undefined },
    { readings, aside, ...(note === undefined ? {} : { note }) },
    review ? <Review {...shown} review={review} readings={readings} /> : <Absent {...shown} />,
  )
}

/** What belongs to how old the figures are: which are not final, and how far back they reach. */
function noteOf({ c, zone }: Shown, review: AdvertisingRead['review']): string | undefined {
  const { language } = c.var
  const words = { en, zh }[language]
  if (review === undefined) return undefined
  const note = words.notFinal(formatDay(review.notFinalFrom, language, 'short'))
  if (review.readingBackMs === undefined) return note
  const reach = formatTime({ ms: review.readingBackMs, zone, language, style: 'day' })
  return sentences([note, words.readingBack(reach)], language)
}

/** The store's currencies, this one marked. */
const Currencies = ({ c, currency, codes }: Shown & { codes: readonly string[] }) =>
  codes.length < 2 ? null : (
    <nav class="switch" aria-label={{ en, zh }[c.var.language].currencies}>
      <ul>
        {codes.map((code) => (
          <li>
            <a href={`?currency=${code}`} aria-current={code === currency ? 'true' : undefined}>
              {code}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )

async function refresh(c: Context<StoreApp>): Promise<Response> {
  const shown = await enter(c)
  if (shown instanceof Response) return shown
  const asked = await read(c, shown, { again: true })
  // A reading that was asked for by a form is answered by an address that can be reloaded.
  return asked.ok ? c.redirect(viewAddress(shown), 303) : statePage(c, shown, asked.fault)
}

async function download(c: Context<StoreApp>): Promise<Response> {
  const shown = await enter(c)
  if (shown instanceof Response) return shown
  const looked = await read(c, shown, { again: false, as: 'csv' })
  if (!looked.ok) return statePage(c, shown, looked.fault)
  const { review } = looked.value
  // Nothing to put into a file yet: the page says why.
  if (review === undefined) return c.redirect(viewAddress(shown), 303)
  const { zone, currency } = shown
  const name = `advertising-${currency}-${dayOf(c.var.clock(), zone)}`
  return csvFile(c, name, invoiceLines({ review, zone }))
}

async function saveBudget(c: Context<StoreApp>): Promise<Response> {
  const shown = await enter(c)
  if (shown instanceof Response) return shown
  const { store, currency } = shown
  const form = await readForm(c, budgetForm(currency))
  if (!form.ok) {
    return form.fault.fault === 'cross-site'
      ? problem(c, 'cross-site')
      : budgetRefused(shown, currency, form.fault)
  }
  const saved = await storeObject<AdvertisingObject>(c.env.STORES, store).setBudget({
    personId: c.var.viewer.personId,
    country: store.country,
    currency,
    minor: form.value.budget,
  })
  return saved.ok ? c.redirect(viewAddress(shown), 303) : statePage(c, shown, saved.fault)
}
