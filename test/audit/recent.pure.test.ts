import { expect, test } from 'vitest'
import { activityOf, type Entry } from '../../src/audit/activity.ts'
import { actor, draft } from '../../src/audit/events.ts'
import { newestLines } from '../../src/audit/recent.ts'

const people = ['0123456789abcdefghjkmnpqrs', 'zyxwvtsrqpnmkjhgfedcba9876'].map((id) =>
  actor.parse(`person/${id}`),
)
const READER = actor.parse('machine/reader')

/** Numbers from 0 to 1, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A chain as busy objects leave it: looks and calls of several causes through each other, some long under way. */
function chainOf(seed: number, length: number): readonly Entry[] {
  const random = numbers(seed)
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)]
  const entries: Entry[] = []
  const looks: number[] = []
  const open: { readonly sequence: number; readonly kind: 'read.outcome' | 'call.outcome' }[] = []
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const roll = random()
    const ended = roll < 0.45 ? open.splice(-1 - Math.floor(random() * 4), 1)[0] : undefined
    // Most calls serve one of the last looks; a sweep may serve one of long ago.
    const cause = roll < 0.75 ? pick(random() < 0.995 ? looks.slice(-3) : looks) : undefined
    if (ended !== undefined) {
      const result = ended.kind === 'read.outcome' ? 'shown' : 'answered'
      const event = draft.parse({ kind: ended.kind, of: ended.sequence, result })
      entries.push({ sequence, timeMs: sequence, actor: READER, event })
    } else if (cause !== undefined) {
      const event = draft.parse({ kind: 'call.intent', operation: 'getInventorySummaries', cause })
      entries.push({ sequence, timeMs: sequence, actor: READER, event })
      open.push({ sequence, kind: 'call.outcome' })
    } else {
      const event = draft.parse({ kind: 'read.intent', view: 'inventory', reason: 'member' })
      entries.push({ sequence, timeMs: sequence, actor: pick(people) ?? READER, event })
      looks.push(sequence)
      open.push({ sequence, kind: 'read.outcome' })
    }
  }
  return entries
}

test('the newest lines are those of the whole chain, however few entries were looked at', () => {
  const windows: number[] = []
  for (let seed = 1; seed <= 300; seed += 1) {
    const chain = chainOf(seed, 1 + (seed % 10) * 120)
    const limit = 1 + (seed % 20)
    let read = 0
    const lines = newestLines((count, before = Number.POSITIVE_INFINITY) => {
      const entries = chain.filter(({ sequence }) => sequence < before).slice(-count)
      read += entries.length
      return { entries, read: entries.length, oldest: entries[0]?.sequence }
    }, limit)
    expect(read, 'no entry is read twice').toBeLessThanOrEqual(chain.length)
    expect(lines).toEqual(activityOf(chain).slice(0, limit))
    if (chain.length > 500) windows.push(read / chain.length)
  }
  // Otherwise the property would hold because everything was read each time.
  expect(windows.filter((share) => share < 0.5).length).toBeGreaterThan(10)
})
