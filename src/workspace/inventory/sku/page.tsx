import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { zoneOf } from '../../../amazon/regions.ts'
import { dayOf } from '../../../core/day.ts'
import type { Fault } from '../../../core/fault.ts'
import { requirePerson } from '../../../identity/require-person.ts'
import type { StoreApp } from '../../../store/entrant.ts'
import { storeObject } from '../../../store/stub.ts'
import { type FormFault, readForm } from '../../../web/form.tsx'
import { problem } from '../../../web/problem.tsx'
import { enter, progress } from '../../reading/enter.tsx'
import { viewPage } from '../../reading/frame.tsx'
import { viewAddress } from '../../reading/readings-view.tsx'
import type { Item, Shown } from '../../reading/shown.ts'
import { statePage } from '../../reading/states.tsx'
import type { PlanningObject } from '../../settings/change.ts'
import { choicesTyped } from '../../settings/planning-form.tsx'
import { INBOUND } from '../plan/lead-time.ts'
import { PLANNING_FIELDS } from '../planning-fields.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type SkuObject, skuName, skuPlaces } from './read.ts'
import { landingField, landingsTyped, type TypedSettings } from './settings-form.tsx'
import { SkuView } from './view.tsx'

const PATH = '/stores/:store/inventory/sku'

/**
 * One SKU of a marketplace. A GET shows what is stored and sets readings going, its own daily sales among them; a POST
 * asks for them now; `/settings` takes its own settings.
 */
export const skuRoutes = new Hono<StoreApp>()
  .use(PATH, requirePerson)
  .use(`${PATH}/settings`, requirePerson)
  .get(PATH, (c) => show(c))
  .post(PATH, again)
  .get(`${PATH}/progress`, (c) => {
    const sku = skuName.safeParse(c.req.query('sku'))
    if (!sku.success) return problem(c, 'not-found')
    const placesOf = ({ marketplace }: Shown) => skuPlaces({ marketplaceId: marketplace.id, sku: sku.data })
    return progress(c, 'inventory', placesOf, itemOf(sku.data, sku.data))
  })
  .post(`${PATH}/settings`, save)

const itemOf = (sku: string, title: string): Item => ({ title, path: '/sku', query: { sku } })

interface Entered {
  readonly shown: Shown
  readonly sku: string
}

/** The store, the marketplace and the SKU that the address names; or the answer that says why there is nothing. */
async function enterSku(c: Context<StoreApp>): Promise<Entered | Response> {
  const shown = await enter(c, 'inventory')
  if (shown instanceof Response) return shown
  const sku = skuName.safeParse(c.req.query('sku'))
  if (!sku.success) return unknown(c, shown)
  return { shown: { ...shown, item: itemOf(sku.data, sku.data) }, sku: sku.data }
}

const readOf = (
  c: Context<StoreApp>,
  { shown, sku }: Entered,
  { again: isAsked }: { readonly again: boolean },
) =>
  storeObject<SkuObject>(c.env.STORES, shown.store).readSku({
    personId: c.var.viewer.personId,
    marketplaceId: shown.marketplace.id,
    sku,
    again: isAsked,
  })

/** No such SKU in this marketplace's stock: the list is where those are that exist. */
function unknown(c: Context<StoreApp>, { store, marketplace }: Shown): Response {
  const { back } = { en, zh }[c.var.language]
  const href = `/stores/${store.id}/inventory?marketplace=${marketplace.id}`
  return problem(c, 'not-found', { way: { href, label: back } })
}

const refusedBy = (c: Context<StoreApp>, shown: Shown, fault: Fault): Response =>
  fault === 'not-found' ? unknown(c, shown) : statePage(c, shown, fault)

async function show(c: Context<StoreApp>, typed?: TypedSettings): Promise<Response> {
  const entered = await enterSku(c)
  if (entered instanceof Response) return entered
  const { shown, sku } = entered
  const read = await readOf(c, entered, { again: false })
  if (!read.ok) return refusedBy(c, shown, read.fault)
  const { readings, sku: figures } = read.value
  const words = { en, zh }[c.var.language]
  const name = figures?.row.name.trim() ?? ''
  const item = itemOf(sku, name === '' ? sku : name)
  const here: Shown = { ...shown, item, holdsForm: figures !== undefined }
  const list = `/stores/${shown.store.id}/inventory?marketplace=${shown.marketplace.id}`
  const refused = typed?.fault !== undefined
  return viewPage(
    here,
    {
      readings,
      aside: <a href={list}>{words.back}</a>,
      ...(refused ? { status: 400 } : {}),
    },
    figures && <SkuView {...here} sku={figures} readings={readings} typed={typed} />,
  )
}

async function again(c: Context<StoreApp>): Promise<Response> {
  const entered = await enterSku(c)
  if (entered instanceof Response) return entered
  const { shown } = entered
  const read = await readOf(c, entered, { again: true })
  // What was asked for by a form is answered by an address that can be reloaded.
  return read.ok ? c.redirect(viewAddress(shown), 303) : refusedBy(c, shown, read.fault)
}

const settingsForm = z.object({
  ...Object.fromEntries(
    [...PLANNING_FIELDS, ...INBOUND.map(landingField)].map((field) => [
      field,
      z.string().max(100).optional(),
    ]),
  ),
  act: z.enum(['save', 'sum', 'reset']),
})

async function save(c: Context<StoreApp>): Promise<Response> {
  const form = await readForm(c, settingsForm)
  if (!form.ok) {
    const { fault } = form
    return fault.fault === 'cross-site'
      ? problem(c, 'cross-site')
      : show(c, { texts: fault.values, values: fault.values, fault })
  }
  const { act, ...values } = form.value
  if (act === 'sum') return show(c, { texts: values, values, isSummed: true })
  const entered = await enterSku(c)
  if (entered instanceof Response) return entered
  const { shown, sku } = entered
  const given = act === 'reset' ? {} : values
  const choices = choicesTyped(given)
  const { landings, wrong } = landingsTyped(given, dayOf(c.var.clock(), zoneOf(shown.marketplace.id)))
  if (!choices.ok || wrong.length > 0) {
    const fault = joined(choices.ok ? undefined : choices.fault, wrong, values)
    return show(c, { texts: values, values, fault })
  }
  const changed = await storeObject<PlanningObject>(c.env.STORES, shown.store).changePlanning({
    of: 'sku',
    personId: c.var.viewer.personId,
    marketplaceId: shown.marketplace.id,
    sku,
    choices: choices.value,
    landings,
  })
  return changed.ok ? c.redirect(viewAddress(shown), 303) : refusedBy(c, shown, changed.fault)
}

const joined = (
  fault: FormFault | undefined,
  wrong: readonly string[],
  values: Readonly<Record<string, string>>,
): FormFault => ({
  fault: 'bad-input',
  fields: { ...fault?.fields, ...Object.fromEntries(wrong.map((field) => [field, 'invalid'])) },
  values,
})
