import { html } from 'hono/html'
import { day as dayShape } from '../../../core/day.ts'
import { Table, tableRow } from '../../../web/table.tsx'
import { reasonInWords } from './reasons.ts'
import { type SkuShown, writing } from './shown.ts'

/** Our figures beside Amazon's, and in sentences why they differ. */
export const BesideAmazon = ({ c, sku }: SkuShown) => {
  const { language } = c.var
  const { words, day } = writing(language, sku.today)
  if (sku.beside.length === 0) return <p class="muted read">{words.beside.none}</p>
  const by = dayShape.safeParse(sku.figures?.recommendedDay).data
  return (
    <>
      <Table
        id="beside-amazon"
        caption={words.beside.caption}
        columns={[
          { label: words.beside.what },
          { label: words.beside.ours, number: true },
          { label: words.beside.amazons, number: true },
          { label: words.beside.why },
        ]}
        rows={sku.beside.map((one) =>
          tableRow(
            { text: words.beside.whats[one.what] },
            [
              one.ours,
              one.amazons,
              html`${
                one.difference === 0
                  ? words.beside.equal
                  : one.reasons.map((reason) => reasonInWords(reason, language)).join(words.join)
              }`,
            ],
            language,
          ),
        )}
      />
      {by === undefined || (sku.figures?.recommendedUnits ?? 0) === 0 ? null : (
        <p class="small muted">{words.beside.by(day(by))}</p>
      )}
    </>
  )
}
