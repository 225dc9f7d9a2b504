import { across } from '../../../web/chart.tsx'
import { BASE_PX, type Drawn, heightOf } from './projection-drawn.ts'
import { type SkuShown, writing } from './shown.ts'

/** The line of the reorder point, and the day on which to order. */
export const ReorderPoint = ({ c, sku, drawn }: SkuShown & { drawn: Drawn }) => {
  const { reorder } = sku.plan
  if (reorder === undefined) return null
  const { words, rough, day } = writing(c.var.language, sku.today)
  const y = heightOf(reorder.point, drawn)
  const end = drawn.days.length - 1
  const shown = reorder.by !== undefined && reorder.inDays > 0 && reorder.inDays <= end
  // The line falls: above it there is room on its right, below it on its left.
  return (
    <>
      <line class="edge" x1="0" x2="100%" y1={y} y2={y} />
      <text {...pointPlace(drawn, y, shown ? reorder.inDays : undefined)}>
        {words.projection.point(rough(reorder.point))}
      </text>
      {shown ? (
        <>
          <circle class="m-main" cx={across(reorder.inDays, end)} cy={y} r="4" />
          <text
            class={reorder.inDays > end / 2 ? 'strong end' : 'strong'}
            x={across(reorder.inDays, end)}
            dx={reorder.inDays > end / 2 ? -8 : 8}
            y={reorder.inDays > end / 2 ? y + 18 : y - 6}
          >
            {`${words.figures.orderBy} ${day(reorder.by)}`}
          </text>
        </>
      ) : null}
    </>
  )
}

/** Its label and the mark's take as much of the width as they do on a telephone, and a line of their own in height. */
const LABEL_SHARE = 0.36
const LABEL_PX = { above: -18, below: 20 } as const

/**
 * Where the label of the reorder point stands: in the first corner of its line through which no line of the chart runs
 * and where the mark has no label; above on the right where each is taken.
 */
export function pointPlace(drawn: Drawn, y: number, markAt: number | undefined) {
  const end = drawn.days.length - 1
  const isLateMark = markAt !== undefined && markAt > end / 2
  const places = (['above', 'below'] as const).flatMap((side) =>
    (['right', 'left'] as const).map((at) => ({ side, at })),
  )
  const free = places.find(({ side, at }) => {
    const [from, to] = at === 'right' ? [end * (1 - LABEL_SHARE), end] : [0, end * LABEL_SHARE]
    const far = y + LABEL_PX[side]
    const crossed = drawn.days
      .slice(Math.floor(from), Math.ceil(to) + 1)
      .flatMap(({ units, arrived, position }) => [[units, units - arrived], [position]])
      .map((one) => one.map((units) => heightOf(units, drawn)))
      .some((heights) => Math.max(...heights) > Math.min(y, far) && Math.min(...heights) < Math.max(y, far))
    if (crossed || far > BASE_PX) return false
    if (markAt === undefined || (side === 'below') !== isLateMark) return true
    const [markFrom, markTo] = isLateMark
      ? [markAt - end * LABEL_SHARE, markAt]
      : [markAt, markAt + end * LABEL_SHARE]
    return markTo < from || markFrom > to
  }) ?? { side: 'above', at: 'right' }
  return {
    class: free.at === 'right' ? 'end' : undefined,
    x: free.at === 'right' ? '100%' : '0',
    y: y + (free.side === 'above' ? -5 : 16),
  }
}
