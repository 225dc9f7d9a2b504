import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { log } from '../../src/log.ts'
import { control } from '../amazon.ts'
import { connectedStore, objectRows, readToTheEnd, stubOf } from '../connected.ts'
import { noteSecrets, secretsWritten, seen } from './scan-secrets.ts'

/** What is asserted after every file that kills objects is worth as much as what it is seen to find. */
test('faults.md 28: a token planted in a log, a queue, the directory, a bucket or an object is found', async () => {
  await control('reset')
  const store = await connectedStore()
  await readToTheEnd(store)
  await noteSecrets()
  expect(await secretsWritten()).toEqual([])
  const [token] = [...seen.secrets].find(([, kind]) => kind === 'refresh-token') ?? []
  if (token === undefined) throw new Error('Amazon issued no refresh token')
  const inBase64 = Buffer.from(`x${token}`).toString('base64')
  const lines = seen.written.length
  // Its own kind of line would drop it from a field that is not allowed, and keeps it in one that is.
  log('info', { event: 'planted', route: inBase64 })
  expect(await secretsWritten()).toEqual(['refresh-token in a log or a queue'])
  seen.written.length = lines
  // The record travels within a second or two.
  await vi.waitUntil(() => seen.written.some((one) => one.startsWith('queue ')), { timeout: 10_000 })

  await env.DB.prepare("UPDATE store SET name = ? || '!' WHERE id = ?").bind(token, store.id).run()
  await env.KEY_SHARES.put('planted', Buffer.from(token))
  await objectRows(
    store.id,
    'INSERT INTO duty (kind, due_ms) VALUES (?, 9e15)',
    Buffer.from(token).toString('hex'),
  )
  seen.objects.delete(stubOf(store.id).id.toString())
  expect(await secretsWritten()).toEqual([
    'refresh-token in a bucket',
    'refresh-token in an object',
    'refresh-token in the directory',
  ])
  await env.DB.prepare("UPDATE store SET name = 'mended' WHERE id = ?").bind(store.id).run()
  await env.KEY_SHARES.delete('planted')
  await objectRows(store.id, 'DELETE FROM duty WHERE due_ms = 9e15')
})
