import type { Language } from '../../../core/language.ts'
import { sentences } from '../../../web/format.ts'
import { Fact, Facts } from '../../../web/kit.tsx'
import { LONGEST_WINDOW, type Velocity } from '../plan/velocity.ts'
import type { SkuFigures } from './read.ts'
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

const Earlier = ({ c, sku }: Pick<SkuShown, 'c' | 'sku'>) => {
  const earlier = earlierIn(c.var.language, sku)
  return earlier === undefined ? null : <li>{earlier}</li>
}

/** Of which day its sales are, where Amazon's newest report leaves the SKU out and they are an earlier one's. */
function earlierIn(language: Language, { figures, plan, today }: SkuFigures): string | undefined {
  const { words, day } = writing(language, today)
  return figures?.day === undefined || plan.restsOn.sales !== 'report'
    ? undefined
    : words.speed.earlier(day(figures.day))
}

const Newness = ({ c, sku, velocity }: Pick<SkuShown, 'c' | 'sku'> & { velocity: Selling }) => {
  if (velocity.newBy === undefined) return null
  const { words, count } = writing(c.var.language, sku.today)
  const says = velocity.newBy === 'units' ? words.speed.newUnits : words.speed.newSeen
  return <li>{says(count(velocity.spanDays))}</li>
}

/** Why there is no speed. */
const Slow = ({ c, sku }: Pick<SkuShown, 'c' | 'sku'>) => {
  const { language } = c.var
  const earlier = earlierIn(language, sku)
  return (
    <p class="read">
      {sentences([...reasonsOf(language, sku), ...(earlier === undefined ? [] : [earlier])], language)}
    </p>
  )
}

function reasonsOf(
  language: Language,
  { plan: { velocity, restsOn }, today }: SkuFigures,
): readonly string[] {
  const { words, count } = writing(language, today)
  if (restsOn.sales === 'stock') return [words.speed.idle(count(LONGEST_WINDOW))]
  if (velocity.kind === 'out-throughout') return [words.speed.outThroughout(count(velocity.window))]
  if (velocity.kind !== 'no-sales') return [words.speed.unknown]
  const { window, soldBefore, knownOutDays } = velocity
  return [
    words.speed.noSales(count(window)),
    ...(soldBefore ? [words.speed.soldBefore] : []),
    ...(knownOutDays > 0 ? [`${words.speed.known(count(knownOutDays), count(window))}${words.stop}`] : []),
  ]
}
