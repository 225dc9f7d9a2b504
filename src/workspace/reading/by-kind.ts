import type { Reading } from './look.ts'

/**
 * One line for each kind of figures, in their order, however many marketplaces a page rests on: it stands as well as the
 * worst of its places, is as old as the oldest, and is unread while any of them is. Pure.
 */
export const byKind = (readings: readonly Reading[]): readonly Reading[] =>
  [...Map.groupBy(readings, (one) => one.kind).values()].flatMap((places) => {
    const [first] = places
    return first === undefined || places.length === 1 ? places : [joined(first, places)]
  })

const STATES = ['running', 'failed', 'none', 'done'] as const

function joined(first: Reading, places: readonly Reading[]): Reading {
  const state = STATES.find((one) => places.some((place) => place.state === one)) ?? 'none'
  const standing = places.filter((place) => place.state === state)
  const rests = standing.flatMap(({ continueMs }) => continueMs ?? [])
  const stored = places.flatMap((place) => place.stored ?? [])
  const begun = standing.flatMap(({ begunMs }) => begunMs ?? [])
  const waits = places.flatMap(({ mayBeginMs }) => mayBeginMs ?? [])
  return {
    kind: first.kind,
    part: first.part,
    state,
    rowsSoFar: standing.reduce((sum, { rowsSoFar }) => sum + rowsSoFar, 0),
    begunMs: begun.length === 0 ? undefined : Math.min(...begun),
    // It rests only while none of them is at work.
    continueMs: rests.length > 0 && rests.length === standing.length ? Math.min(...rests) : undefined,
    fault: standing.find(({ fault }) => fault !== undefined)?.fault,
    isPartKept: standing.some(({ isPartKept }) => isPartKept),
    stored:
      stored.length < places.length
        ? undefined
        : {
            rows: stored.reduce((sum, { rows }) => sum + rows, 0),
            asOfMs: Math.min(...stored.map(({ asOfMs }) => asOfMs)),
          },
    mayBeginMs: waits.length === 0 ? undefined : Math.max(...waits),
  }
}
