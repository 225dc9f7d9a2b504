import { expect, test } from 'vitest'
import { recentActivity } from '../../src/audit/recent.ts'
import { connectedStore } from '../connected.ts'
import { inStore } from '../store/second-instance.ts'

test('the newest lines of a long record cost as many rows as they are told by, not as many as there are', async () => {
  const store = await connectedStore()
  const { lines, rowsRead } = await inStore(store.id, {}, async (context) => {
    const { sql } = context.storage
    for (let look = 0; look < 500; look += 1) {
      // Of two views in turn: looks at one view would be one line.
      const view = look % 2 === 0 ? 'inventory' : 'orders'
      const intent = { kind: 'read.intent', view, reason: 'member' } as const
      const of = context.record.append(intent, 'machine/reader')
      context.record.append({ kind: 'read.outcome', of, result: 'shown', rows: 1 }, 'machine/reader')
    }
    let rowsRead = 0
    const counting = {
      exec: (query: string, ...bound: readonly unknown[]) => {
        const cursor = sql.exec(query, ...bound)
        const rows = cursor.toArray()
        rowsRead += cursor.rowsRead
        return { toArray: () => rows }
      },
    } as unknown as SqlStorage
    return { lines: recentActivity(counting, 5).length, rowsRead }
  })
  expect(lines).toBe(5)
  expect(rowsRead).toBeLessThan(200)
})
