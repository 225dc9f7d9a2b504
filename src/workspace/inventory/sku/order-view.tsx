import type { Child } from 'hono/jsx'
import { Fact, Facts } from '../../../web/kit.tsx'
import type { Velocity } from '../plan/velocity.ts'
import { type SkuShown, writing } from './shown.ts'

/** Safety stock, reorder point, order-by day and quantity, each with its numbers put into its formula. */
export const Order = ({ c, sku }: SkuShown) => {
  const { plan } = sku
  const { velocity } = plan
  const { words, rough } = writing(c.var.language, sku.today)
  if (velocity.kind !== 'selling' || plan.reorder === undefined) {
    return <p class="read">{words.order.nothing}</p>
  }
  const { reorder } = plan
  const { safety, point, by, quantity } = formulas({ c, sku }, velocity, reorder)
  return (
    <>
      {reorder.isTargetTooLow ? <p class="read">{words.order.tooLow}</p> : null}
      <Facts>
        <Line term={words.order.safety} value={words.order.units(rough(reorder.safety))} formula={safety} />
        <Line term={words.order.point} value={words.order.units(rough(reorder.point))} formula={point} />
        <Line term={words.order.by} value={byWords({ c, sku }, reorder)} formula={by} />
        <Line
          term={words.order.quantity}
          value={reorder.suggested === 0 ? words.order.none : words.order.units(rough(reorder.suggested))}
          formula={quantity}
        />
      </Facts>
    </>
  )
}

const Line = (props: { term: string; value: Child; formula: string }) => (
  <Fact term={props.term}>
    <b class="num">{props.value}</b>
    <p class="small muted num">{props.formula}</p>
  </Fact>
)

type Reorder = NonNullable<SkuShown['sku']['plan']['reorder']>

function byWords({ c, sku }: Pick<SkuShown, 'c' | 'sku'>, reorder: Reorder): string {
  const { words, day } = writing(c.var.language, sku.today)
  if (reorder.by === undefined) return words.figures.farOut
  return reorder.isOverdue ? words.order.byToday(day(reorder.by)) : day(reorder.by)
}

/** The numbers in their formulas. Signs and numbers are the same in every language. */
function formulas(
  { c, sku }: Pick<SkuShown, 'c' | 'sku'>,
  { perDay }: Extract<Velocity, { kind: 'selling' }>,
  reorder: Reorder,
) {
  const { words, count, rough, speed, decimal } = writing(c.var.language, sku.today)
  const { plan, settings } = sku
  const { leadDays, targetCoverDays, cartonUnits } = settings
  const { z, deviation, leadDeviationDays, safety, point, inDays, suggested } = reorder
  const position = plan.onHand + plan.inbound
  const missing = targetCoverDays * perDay - position
  const lead = decimal(leadDeviationDays, Number.isInteger(leadDeviationDays) ? 0 : 1)
  const held = `(${count(plan.onHand)} + ${count(plan.inbound)})`
  const needs = `${count(targetCoverDays)} × ${speed(perDay)} − ${held} = ${rough(missing)}`
  return {
    safety: `${decimal(z, 3)} × √(${count(leadDays)} × ${speed(deviation.perDay)}² + ${speed(perDay)}² × ${lead}²) = ${rough(safety)}`,
    point: `${speed(perDay)} × ${count(leadDays)} + ${rough(safety)} = ${rough(point)}`,
    by: `(${count(plan.onHand)} + ${count(plan.inbound)} − ${rough(point)}) ÷ ${speed(perDay)} ≈ ${words.order.inDays(inDays, count(Math.abs(inDays)))}`,
    quantity:
      suggested > 0 && cartonUnits > 1
        ? words.order.cartons(needs, count(suggested / cartonUnits), count(cartonUnits))
        : needs,
  }
}
