import { afterEach, beforeEach, expect, test } from 'vitest'
import { control } from '../amazon.ts'
import { developmentVariables } from '../variables.ts'

/** What the app's own fetch makes of a connection that is cut: neither can be seen through a local proxy. */
const SIMULATOR = developmentVariables.SELLER_CENTRAL_ORIGIN
const journal = async (): Promise<unknown> =>
  (await fetch(`${SIMULATOR}/control/journal`)).json<{ entries: unknown; waiting: number }>()
const token = (init: RequestInit = {}) =>
  fetch(developmentVariables.LWA_TOKEN_URL, { method: 'POST', body: '', redirect: 'manual', ...init })

beforeEach(() => control('reset'))
afterEach(() => control('reset'))

test.each(['reset', 'lost'])('a connection that %s cuts makes the caller’s reading throw', async (kind) => {
  await control('faults', { kind })
  await expect(token().then((answer) => answer.text())).rejects.toThrow(/cut this connection/)
  expect(await journal()).toMatchObject({
    waiting: 0,
    entries: [{ state: 'cut', status: null, error: kind }],
  })
  expect((await token()).status).toBe(400)
})

test('a caller that gives up leaves a line that says so, and nothing waiting', async () => {
  await control('faults', { kind: 'timeout' })
  const caller = new AbortController()
  const call = token({ signal: caller.signal })
  await expect.poll(journal, { timeout: 30_000 }).toMatchObject({ waiting: 1 })
  caller.abort()
  await expect(call).rejects.toThrow()
  await expect.poll(journal, { timeout: 30_000 }).toMatchObject({
    waiting: 0,
    entries: [{ state: 'cut', status: null, error: 'client_gone', fault: 'timeout' }],
  })
  expect(await (await fetch(`${SIMULATOR}/control/state`)).json()).toMatchObject({ held: 0, waiting: {} })
})
