import { addDays } from '../../../core/day.ts'
import type { Language } from '../../../core/language.ts'
import { formatDay } from '../../../web/format.ts'
import { Figure, Figures, Ruled } from '../../../web/kit.tsx'
import type { Reading } from '../../reading/look.ts'
import { isRunning, Refresh } from '../../reading/readings-view.tsx'
import { bandStatus } from '../reorder-table.tsx'
import { BesideAmazon } from './beside-view.tsx'
import { Computed } from './computed-view.tsx'
import { Order } from './order-view.tsx'
import { ProjectionChart } from './projection-chart.tsx'
import { SalesChart } from './sales-chart.tsx'
import { SettingsForm, type TypedSettings } from './settings-form.tsx'
import { type SkuShown, writing } from './shown.ts'
import { Speed } from './speed-view.tsx'
import { Ages, Stock } from './stock-view.tsx'

/** Everything about one SKU, what must be decided first. */
export const SkuView = (props: SkuShown & { readings: readonly Reading[]; typed: TypedSettings }) => {
  const { words } = writing(props.c.var.language, props.sku.today)
  return (
    <>
      <div class="stack">
        <Identity {...props} />
        <KeyFigures {...props} />
        <ProjectionChart {...props} />
      </div>
      <Ruled id="order" title={words.order.title}>
        <Order {...props} />
      </Ruled>
      <Ruled id="stock" title={words.stock.title}>
        <Stock {...props} />
        <Ages {...props} />
      </Ruled>
      <Ruled id="speed" title={words.speed.title}>
        <Speed {...props} />
        <SalesChart {...props} />
      </Ruled>
      <Ruled id="beside" title={words.beside.title}>
        <BesideAmazon {...props} />
      </Ruled>
      <Ruled id="settings" title={words.settings.title}>
        <SettingsForm {...props} />
      </Ruled>
      {props.readings.some(isRunning) ? null : <Refresh {...props} />}
      <Computed {...props} />
    </>
  )
}

const Identity = ({ c, sku, marketplace }: SkuShown) => {
  const { language } = c.var
  const isNew = sku.plan.velocity.kind === 'selling' && sku.plan.velocity.newBy !== undefined
  return (
    <p class="actions">
      {bandStatus(sku.band, language, isNew ? writing(language, sku.today).words.isNew : undefined)}
      <span class="mono">{sku.row.sku}</span>
      <span class="mono quiet">{sku.row.asin}</span>
      <span class="quiet">{marketplace.name}</span>
    </p>
  )
}

const KeyFigures = ({ c, sku }: SkuShown) => {
  const { language } = c.var
  const { plan } = sku
  const { words, count, speed } = writing(language, sku.today)
  const { velocity } = plan
  const next = plan.arrivals
    .filter(({ state }) => state !== 'returning')
    .toSorted((a, b) => a.days - b.days)[0]
  const day = writing(language, sku.today).day
  return (
    <Figures>
      <Figure term={words.figures.cover} {...coverFigure(sku, language)} />
      <Figure
        term={words.figures.onHand}
        value={count(plan.onHand)}
        note={words.figures.forSale(count(plan.sellable))}
      />
      <Figure
        term={words.figures.inbound}
        value={count(plan.inbound)}
        note={
          next === undefined
            ? words.figures.nothing
            : words.figures.next(count(next.units), day(addDays(sku.today, next.days)))
        }
      />
      <Figure
        term={words.figures.sells}
        value={velocity.kind === 'selling' ? speed(velocity.perDay) : '–'}
        note={
          velocity.kind === 'selling'
            ? words.figures.units(count(velocity.units), count(velocity.spanDays))
            : velocity.kind === 'no-sales'
              ? words.figures.noSales
              : words.figures.notKnown
        }
      />
      <Figure term={words.figures.orderBy} {...orderByFigure(sku, language)} />
      <Figure term={words.figures.order} {...orderFigure(sku, language)} />
    </Figures>
  )
}

function coverFigure({ plan, band, today }: SkuShown['sku'], language: Language) {
  const { words, decimal, day } = writing(language, today)
  if (band === 'out') return { value: '0', note: words.figures.outNow }
  if (plan.cover === undefined) {
    const { kind } = plan.velocity
    return { value: '–', note: kind === 'no-sales' ? words.figures.noSales : words.figures.notKnown }
  }
  return plan.stockOut === undefined
    ? { value: '999+', note: words.figures.farOut }
    : { value: decimal(plan.cover.days, 1), note: words.figures.runsOut(day(plan.stockOut)) }
}

function orderByFigure({ plan, today }: SkuShown['sku'], language: Language) {
  const { words } = writing(language, today)
  const { reorder } = plan
  if (reorder?.by === undefined) return { value: '–' }
  // The year is left to the sentence further down: in so many days, or past, says enough beside large letters.
  return {
    value: formatDay(reorder.by, language, 'short'),
    note: reorder.isOverdue ? words.figures.overdue : words.figures.inDays(reorder.inDays),
  }
}

function orderFigure({ plan, settings, today }: SkuShown['sku'], language: Language) {
  const { words, count } = writing(language, today)
  const { reorder } = plan
  if (reorder === undefined) return { value: '–' }
  if (reorder.suggested === 0) return { value: '0', note: words.figures.enough }
  const { cartonUnits } = settings
  const note = words.figures.cartons(count(reorder.suggested / cartonUnits), count(cartonUnits))
  return { value: count(reorder.suggested), ...(cartonUnits > 1 ? { note } : {}) }
}
