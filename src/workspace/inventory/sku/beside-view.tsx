import { day as dayShape } from '../../../core/day.ts'
import { Fact, Facts } from '../../../web/kit.tsx'
import type { Beside } from '../plan/beside-amazon.ts'
import { reasonInWords } from './reasons.ts'
import { type SkuShown, writing } from './shown.ts'

/** Our figures beside Amazon's, and in sentences why they differ. */
export const BesideAmazon = ({ c, sku }: SkuShown) => {
  const { words, day } = writing(c.var.language, sku.today)
  if (sku.beside.length === 0) return <p class="muted read">{words.beside.none}</p>
  const by = dayShape.safeParse(sku.figures?.recommendedDay).data
  return (
    <>
      <Facts>
        {sku.beside.map((one) => (
          <Compared c={c} sku={sku} beside={one} />
        ))}
      </Facts>
      {by === undefined || (sku.figures?.recommendedUnits ?? 0) === 0 ? null : (
        <p class="small muted">{words.beside.by(day(by))}</p>
      )}
    </>
  )
}

const Compared = ({ c, sku, beside }: Pick<SkuShown, 'c' | 'sku'> & { beside: Beside }) => {
  const { language } = c.var
  const { words, count } = writing(language, sku.today)
  const { what, ours, amazons, reasons } = beside
  return (
    <Fact term={words.beside.whats[what]}>
      <span class="num">{words.beside.both(count(ours), count(amazons))}</span>
      <ul class="small muted read">
        {reasons.length === 0 ? <li>{words.beside.equal}</li> : null}
        {reasons.map((reason) => (
          <li>{reasonInWords(reason, language)}</li>
        ))}
      </ul>
    </Fact>
  )
}
