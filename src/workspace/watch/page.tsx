import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { marketplaceId } from '../../core/id.ts'
import { requirePerson } from '../../identity/require-person.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { StoreApp } from '../../store/entrant.ts'
import { storeObject } from '../../store/stub.ts'
import { type FormFault, readForm } from '../../web/form.tsx'
import { problem } from '../../web/problem.tsx'
import { thresholds } from '../attention/thresholds.ts'
import { stoppedPage } from '../store/stopped-view.tsx'
import { alertsPage } from './alerts-view.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { AlertsObject } from './read.ts'
import { type Target, WATCHED } from './watches.ts'

const PATH = '/stores/:store/alerts'

/** What a person is alerted of, and their watches. `/limits` sets the first; `/watch` sets, renews and ends the others. */
export const alertsRoutes = new Hono<StoreApp>()
  .use(PATH, requirePerson)
  .use(`${PATH}/*`, requirePerson)
  .get(PATH, async (c) => {
    const found = await enter(c)
    return found instanceof Response ? found : show(c, found, undefined)
  })
  .post(`${PATH}/limits`, async (c) => {
    const found = await enter(c)
    if (found instanceof Response) return found
    const form = await readForm(c, limitsForm)
    if (!form.ok) return show(c, found, form.fault)
    const { personId } = c.var.viewer
    const set = await objectOf(c, found).setThresholds({ personId, thresholds: form.value })
    return set.ok ? c.redirect(pathOf(found), 303) : problem(c, set.fault)
  })
  .post(`${PATH}/watch`, async (c) => {
    const found = await enter(c)
    if (found instanceof Response) return found
    const form = await readForm(c, watchForm)
    // Every value comes from a list of the page's own: what does not fit was no person's mistake.
    if (!form.ok) return problem(c, form.fault.fault)
    const { view, marketplace, hour, days, end } = form.value
    const target = targetOf(found, view, marketplace)
    if (target === undefined) return problem(c, 'bad-input')
    const { personId } = c.var.viewer
    const { country } = found
    const done =
      end === undefined
        ? await objectOf(c, found).setWatch({ personId, country, target, hour, days })
        : await objectOf(c, found).endWatch({ personId, target })
    return done.ok ? c.redirect(pathOf(found), 303) : problem(c, done.fault)
  })

const whole = z
  .string()
  .trim()
  .regex(/^\d{1,6}$/)
  .transform(Number)
const { shape } = thresholds
const limitsForm = z.object({
  coverDays: whole.pipe(shape.coverDays),
  ordersLeft: whole.pipe(shape.ordersLeft),
  budgetPercent: whole.pipe(shape.budgetPercent),
  authorizationDays: whole.pipe(shape.authorizationDays),
})

const watchForm = z.object({
  view: z.enum(WATCHED),
  marketplace: marketplaceId.optional(),
  hour: whole.pipe(z.number().max(23)),
  days: z.enum(['daily', 'weekdays']),
  /** Pressed instead of the other button. */
  end: z.literal('1').optional(),
})

/** A marketplace of this very store; none for what belongs to the whole of it. */
function targetOf(
  store: StoreRecord,
  view: Target['view'],
  marketplace: z.infer<typeof watchForm>['marketplace'],
): Target | undefined {
  if (view === 'advertising') return marketplace === undefined ? { view, marketplaceId: null } : undefined
  const known = store.marketplaces.find(({ id }) => id === marketplace)
  return known && { view, marketplaceId: known.id }
}

const pathOf = (store: StoreRecord): string => `/stores/${store.id}/alerts`

const objectOf = (c: Context<StoreApp>, store: StoreRecord) => storeObject<AlertsObject>(c.env.STORES, store)

async function enter(c: Context<StoreApp>): Promise<StoreRecord | Response> {
  const { store } = c.var
  if (store === undefined) return problem(c, 'not-found')
  if (store.state === 'connected') return store
  return stoppedPage(c, store, { title: { en, zh }[c.var.language].title, current: 'overview' })
}

async function show(
  c: Context<StoreApp>,
  store: StoreRecord,
  fault: FormFault | undefined,
): Promise<Response> {
  const set = await objectOf(c, store).alertSettings(c.var.viewer.personId)
  return set.ok ? alertsPage(c, store, set.value, fault) : problem(c, set.fault)
}
