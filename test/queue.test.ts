import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { commitmentOf } from '../src/audit/commitment.ts'
import { hex } from '../src/core/bytes.ts'
import type { AuditMessage } from '../src/core/message.ts'
import { queue } from '../src/queue.ts'
import { alerts, archiveRows, faultyD1 } from './audit/fixture.ts'
import { nothingKept } from './nothing-kept.ts'

nothingKept()

const salt = new Uint8Array(16).fill(5)
function message(letter: string, sequence: number): AuditMessage {
  const chain = `store/${letter.repeat(26)}`
  const payload = '{}'
  const commitment = commitmentOf(salt, payload)
  return {
    chain,
    sequence,
    time_ms: 1,
    kind: 'session.ended',
    actor: 'anonymous',
    commitment,
    salt: hex(salt),
    payload,
  }
}

async function delivered(name: string, bodies: readonly unknown[], attempts = 1, DB = env.DB) {
  const batch = createMessageBatch(
    name,
    bodies.map((body, i) => ({ id: `id-${i}`, timestamp: 0, attempts, body })),
  )
  const context = createExecutionContext()
  // The plugin's queue result leaves the delays out.
  const retries = batch.messages.map((message) => vi.spyOn(message, 'retry'))
  await queue(batch, { ...env, DB })
  const { explicitAcks, retryMessages, ackAll, retryBatch } = await getQueueResult(batch, context)
  expect([ackAll, retryBatch.retry]).toEqual([false, false])
  const delays = retries.flatMap((retry) => retry.mock.calls.map(([options]) => options?.delaySeconds))
  return { acked: explicitAcks, retried: retryMessages.map(({ msgId }) => msgId), delays }
}

test.each(['audit', 'audit-dead-letter'])(
  '%s: archives and acknowledges each message by itself',
  async (name) => {
    const rows = [message('a', 1), message('a', 2)]
    expect(await delivered(name, rows)).toEqual({ acked: ['id-0', 'id-1'], retried: [], delays: [] })
    expect(await archiveRows(message('a', 1).chain)).toEqual(rows)
  },
)

test.each(['audit', 'audit-dead-letter'])(
  '%s: acknowledges what it can never archive once it is alerted',
  async (name) => {
    const poison = { from: name }
    expect(await delivered(name, [poison, message('b', 1)])).toEqual({
      acked: ['id-0', 'id-1'],
      retried: [],
      delays: [],
    })
    expect((await alerts()).filter(({ reason }) => reason === 'malformed')).toHaveLength(
      name === 'audit' ? 1 : 2,
    )
  },
)

test.each(['audit', 'audit-dead-letter'])(
  '%s: retries while the archive is down, later each time, a minute at most',
  async (name) => {
    const down = faultyD1(() => 'down')
    const waits: unknown[] = []
    for (const attempts of [1, 2, 3, 4, 5, 99]) {
      const { acked, retried, delays } = await delivered(name, [message('c', 1), 'poison'], attempts, down)
      expect(acked).toEqual([])
      expect(retried).toEqual(['id-0', 'id-1'])
      waits.push(...delays)
    }
    expect(waits).toEqual([5, 5, 10, 10, 20, 20, 40, 40, 60, 60, 60, 60])
    expect(await archiveRows(message('c', 1).chain)).toEqual([])
  },
)

test('dead letters reach the archive once it is back', async () => {
  const rows = [message('d', 1), message('d', 2)]
  await delivered(
    'audit-dead-letter',
    rows,
    1,
    faultyD1(() => 'down'),
  )
  await delivered('audit-dead-letter', rows, 2)
  expect(await archiveRows(message('d', 1).chain)).toEqual(rows)
})

test('rejects a batch of a queue it does not know, so that nothing of it is acknowledged', async () => {
  const batch = createMessageBatch('revocations', [
    { id: 'id-0', timestamp: 0, attempts: 1, body: message('e', 1) },
  ])
  await expect(queue(batch, env)).rejects.toThrow()
})
