import { addDays, type Day } from '../../../core/day.ts'
import { Fact, Facts } from '../../../web/kit.tsx'
import type { PlannedArrival } from '../plan/plan.ts'
import { AgeChart } from './age-chart.tsx'
import { type SkuShown, writing } from './shown.ts'

/** Live quantities, reserved and inbound by their parts, and when inbound is for sale. */
export const Stock = ({ c, sku }: SkuShown) => {
  const { row, plan, today } = sku
  const { words, count, day } = writing(c.var.language, today)
  const reserved = row.reservedTransfer + row.reservedProcessing + row.reservedOrders
  const returning = plan.arrivals.find(({ state }) => state === 'returning')
  const late = plan.cover?.lateUnits ?? 0
  return (
    <Facts>
      <Fact term={words.stock.forSale}>
        <b class="num">{count(row.fulfillable)}</b>
      </Fact>
      <Fact term={words.stock.reserved}>
        <b class="num">{count(reserved)}</b>
        {reserved === 0 ? null : (
          <ul class="small muted">
            {row.reservedTransfer > 0 ? <li>{words.stock.transfer(count(row.reservedTransfer))}</li> : null}
            {row.reservedProcessing > 0 ? (
              <li>{words.stock.processing(count(row.reservedProcessing))}</li>
            ) : null}
            {row.reservedOrders > 0 ? <li>{words.stock.orders(count(row.reservedOrders))}</li> : null}
            {returning ? <li>{words.stock.returning(day(addDays(today, returning.days)))}</li> : null}
          </ul>
        )}
      </Fact>
      <Fact term={words.stock.inbound}>
        <b class="num">{count(plan.inbound)}</b>
        <ul class="small muted">
          {plan.arrivals.map((arrival) => (
            <Arrives c={c} arrival={arrival} today={today} />
          ))}
          {late > 0 ? <li>{words.stock.late(count(late))}</li> : null}
        </ul>
      </Fact>
      <Fact term={words.stock.unfulfillable}>
        <span class="num">{count(row.unfulfillable)}</span>
      </Fact>
    </Facts>
  )
}

const Arrives = ({ c, arrival, today }: Pick<SkuShown, 'c'> & { arrival: PlannedArrival; today: Day }) => {
  const { words, count, day } = writing(c.var.language, today)
  const { state, units, days, by } = arrival
  if (state === 'returning') return null
  return (
    <li>
      {words.stock[state]}
      {c.var.language === 'zh' ? '：' : ': '}
      {words.stock.lands(count(units), day(addDays(today, days)))}{' '}
      <span class="quiet">{by === 'entered' ? words.stock.entered : words.stock.byRule}</span>
    </li>
  )
}

/** How long the units have been with Amazon, and what it makes of that: from its report. */
export const Ages = ({ c, sku }: SkuShown) => {
  const { figures, today } = sku
  const { words, count, decimal } = writing(c.var.language, today)
  if (figures === undefined || figures.day !== undefined) {
    return sku.basis.report === undefined ? null : <p class="muted read">{words.stock.noReport}</p>
  }
  return (
    <>
      <Facts>
        <Fact term={words.stock.excess}>{figures.excess === undefined ? '–' : count(figures.excess)}</Fact>
        <Fact term={words.stock.sellThrough}>
          {figures.sellThrough === undefined ? '–' : decimal(figures.sellThrough, 2)}{' '}
          <span class="quiet small">{words.stock.sellThroughOf}</span>
        </Fact>
      </Facts>
      <AgeChart c={c} sku={sku} figures={figures} />
    </>
  )
}
