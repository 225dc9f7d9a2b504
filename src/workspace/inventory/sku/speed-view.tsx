import { Fact, Facts } from '../../../web/kit.tsx'
import { IDLE_DAYS } from '../plan/plan.ts'
import type { Velocity } from '../plan/velocity.ts'
import { type SkuShown, writing } from './shown.ts'

type Selling = Extract<Velocity, { kind: 'selling' }>

/** How fast it sells, what that was divided by, and how much a day differs from the next. */
export const Speed = ({ c, sku }: SkuShown) => {
  const { velocity, reorder, restsOn } = sku.plan
  const { words, count, speed } = writing(c.var.language, sku.today)
  if (velocity.kind !== 'selling' || reorder === undefined) return <Slow c={c} sku={sku} />
  const { deviation } = reorder
  const from = count(deviation.from)
  const basis =
    deviation.basis === 'exact'
      ? words.speed.exact(from)
      : deviation.from === 0
        ? words.speed.floor
        : words.speed.estimated(from)
  return (
    <Facts>
      <Fact term={words.speed.sells}>
        <b class="num">{speed(velocity.perDay)}</b>{' '}
        <span class="num muted">
          = {count(velocity.units)} ÷{' '}
          {velocity.knownOutDays > 0
            ? `(${count(velocity.spanDays)} − ${count(velocity.knownOutDays)})`
            : count(velocity.days)}
        </span>
        <ul class="small muted">
          <li>
            {(restsOn.sales === 'daily' ? words.speed.ofDaily : words.speed.ofReport)(
              count(velocity.units),
              count(velocity.window),
            )}
          </li>
          <Earlier c={c} sku={sku} />
          {velocity.knownOutDays > 0 ? (
            <li>{words.speed.known(count(velocity.knownOutDays), count(velocity.spanDays))}</li>
          ) : null}
          <Newness c={c} sku={sku} velocity={velocity} />
        </ul>
      </Fact>
      <Fact term={words.speed.deviation}>
        <b class="num">{speed(deviation.perDay)}</b>
        <ul class="small muted">
          <li>{basis}</li>
        </ul>
      </Fact>
    </Facts>
  )
}

/** Amazon's newest report leaves the SKU out, and its speed is of another day. */
const Earlier = ({ c, sku }: Pick<SkuShown, 'c' | 'sku'>) => {
  const reportedOn = sku.figures?.day
  if (reportedOn === undefined || sku.plan.restsOn.sales !== 'report') return null
  const { words, day } = writing(c.var.language, sku.today)
  return <li>{words.speed.earlier(day(reportedOn))}</li>
}

const Newness = ({ c, sku, velocity }: Pick<SkuShown, 'c' | 'sku'> & { velocity: Selling }) => {
  if (velocity.newBy === undefined) return null
  const { words, count } = writing(c.var.language, sku.today)
  const says = velocity.newBy === 'units' ? words.speed.newUnits : words.speed.newSeen
  return <li>{says(count(velocity.spanDays))}</li>
}

/** Why there is no speed. */
const Slow = ({ c, sku }: Pick<SkuShown, 'c' | 'sku'>) => {
  const { velocity, restsOn } = sku.plan
  const { words, count } = writing(c.var.language, sku.today)
  if (restsOn.sales === 'stock') return <p class="read">{words.speed.idle(count(IDLE_DAYS))}</p>
  if (velocity.kind === 'no-sales') {
    return (
      <p class="read">
        {words.speed.noSales(count(velocity.window))} {velocity.soldBefore ? words.speed.soldBefore : null}{' '}
        {velocity.knownOutDays > 0
          ? `${words.speed.known(count(velocity.knownOutDays), count(velocity.window))}${words.stop}`
          : null}
      </p>
    )
  }
  return (
    <p class="read">
      {velocity.kind === 'out-throughout'
        ? words.speed.outThroughout(count(velocity.window))
        : words.speed.unknown}
    </p>
  )
}
