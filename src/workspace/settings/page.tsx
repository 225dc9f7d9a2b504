import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { requirePerson } from '../../identity/require-person.ts'
import type { StoreApp } from '../../store/entrant.ts'
import { storeObject } from '../../store/stub.ts'
import { readForm } from '../../web/form.tsx'
import { page } from '../../web/page.tsx'
import { problem } from '../../web/problem.tsx'
import { PLANNING_FIELDS } from '../inventory/planning-fields.ts'
import { enter } from '../reading/enter.tsx'
import { statePage } from '../reading/states.tsx'
import type { PlanningObject } from './change.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { AlertsSection, BudgetsSection } from './elsewhere-sections.tsx'
import { PasteSection, readPastedForm } from './paste-section.tsx'
import { choicesTyped } from './planning-form.tsx'
import { PlanningSection } from './planning-section.tsx'
import type { SettingsObject } from './read.ts'
import { type Posted, type SettingsShown, settingsAddress } from './shown.ts'
import { SkusSection } from './skus-section.tsx'

const PATH = '/stores/:store/settings'

/** What the page shows, from top to bottom. Each section has a form of its own, or leads to the page that has it. */
const SECTIONS = [PlanningSection, SkusSection, PasteSection, BudgetsSection, AlertsSection] as const

/** Settings of a store, for its members: planning of all SKUs, of those that differ, and a table for many at once. */
export const settingsRoutes = new Hono<StoreApp>()
  .use(PATH, requirePerson)
  .use(`${PATH}/*`, requirePerson)
  .get(PATH, (c) => show(c))
  .post(`${PATH}/planning`, savePlanning)
  .post(`${PATH}/skus`, takeTable)

const query = z.object({
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
  done: z.coerce.number().int().min(0).max(50_000).optional().catch(undefined),
})

async function show(c: Context<StoreApp>, posted?: Posted): Promise<Response> {
  const shown = await enter(c, 'settings')
  if (shown instanceof Response) return shown
  const { page: number, done } = query.parse(c.req.query())
  const { store } = shown
  const read = await storeObject<SettingsObject>(c.env.STORES, store).readSettingsPage({
    page: number,
    country: store.country,
  })
  if (!read.ok) return statePage(c, shown, read.fault)
  const words = { en, zh }[c.var.language]
  const props: SettingsShown = { ...shown, settings: read.value, posted, done: posted ? undefined : done }
  return page(
    c,
    {
      title: `${words.title} · ${shown.store.name}`,
      tab: { store: shown.store, current: 'settings' },
      current: 'stores',
      ...(posted?.fault === undefined ? {} : { error: true }),
    },
    <>
      <div class="head">
        <h1>{words.title}</h1>
        <p class="fresh">{words.lead}</p>
      </div>
      {SECTIONS.map((Section) => (
        <Section {...props} />
      ))}
    </>,
    posted?.fault === undefined ? 200 : 400,
  )
}

const planningForm = z.object({
  ...Object.fromEntries(PLANNING_FIELDS.map((field) => [field, z.string().max(100).optional()])),
  act: z.enum(['save', 'sum']),
})

async function savePlanning(c: Context<StoreApp>): Promise<Response> {
  const form = await readForm(c, planningForm)
  if (!form.ok) return refused(c, { section: 'planning', fault: form.fault, values: form.fault.values })
  const { act, ...values } = form.value
  if (act === 'sum') return show(c, { section: 'planning', values, isSummed: true })
  const choices = choicesTyped(values)
  if (!choices.ok) return show(c, { section: 'planning', fault: choices.fault, values })
  const shown = await enter(c, 'settings')
  if (shown instanceof Response) return shown
  const changed = await storeObject<PlanningObject>(c.env.STORES, shown.store).changePlanning({
    of: 'store',
    personId: c.var.viewer.personId,
    choices: choices.value,
  })
  return changed.ok
    ? c.redirect(settingsAddress(shown, { done: 0 }), 303)
    : statePage(c, shown, changed.fault)
}

async function takeTable(c: Context<StoreApp>): Promise<Response> {
  const form = await readPastedForm(c)
  if (!form.ok) return refused(c, form.fault)
  const shown = await enter(c, 'settings')
  if (shown instanceof Response) return shown
  const { fields, skus, text } = form.value
  const changed = await storeObject<PlanningObject>(c.env.STORES, shown.store).changePlanning({
    of: 'table',
    personId: c.var.viewer.personId,
    fields: [...fields],
    skus: [...skus],
  })
  if (changed.ok) return c.redirect(settingsAddress(shown, { done: skus.length }), 303)
  if (changed.fault === 'too-many-rows') {
    return show(c, {
      section: 'paste',
      fault: { fault: 'bad-input', fields: { table: 'invalid' }, values: {} },
      values: { table: text },
      tooMany: true,
    })
  }
  return statePage(c, shown, changed.fault)
}

/** A form that did not come from our own page is a problem page; what was typed elsewhere is not shown. */
const refused = (c: Context<StoreApp>, posted: Posted): Response | Promise<Response> =>
  posted.fault?.fault === 'cross-site' ? problem(c, 'cross-site') : show(c, posted)
