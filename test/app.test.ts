import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { app } from '../src/app.tsx'
import type { Env } from '../src/env.ts'
import { developmentVariables } from './variables.ts'

const ask = (path: string, change: object = {}, init: RequestInit = {}) =>
  app.fetch(
    new Request(`http://localhost:8787${path}`, init),
    { ...env, ...change } as Env,
    createExecutionContext(),
  )

describe('a Worker that is not configured right', () => {
  const paths = ['/', '/en/', '/healthz', '/sign-in', '/connect', '/amazon/callback?state=x', '/nothing-here']

  test.each(paths)(
    'answers 503 to %s and names each development override beside an https origin',
    async (path) => {
      const answer = await ask(path, { PUBLIC_ORIGIN: 'https://mint-hub.com' })
      const text = await answer.text()
      expect(answer.status).toBe(503)
      for (const name of [
        'LWA_TOKEN_URL',
        'SPAPI_ENDPOINT_NA',
        'SELLER_CENTRAL_ORIGIN',
        'REPORT_DOCUMENT_ORIGIN',
        'MAIL_URL',
        'CLOCK_OFFSET_SECONDS',
      ]) {
        expect(text).toContain(name)
      }
    },
  )

  test.each(['LWA_CLIENT_SECRET', 'TOKEN_KEYS', 'AMAZON_APPLICATION_ID', 'PUBLIC_ORIGIN'])(
    'names %s when it is missing and prints no value',
    async (name) => {
      const answer = await ask('/en/', { [name]: undefined })
      const text = await answer.text()
      expect(answer.status).toBe(503)
      expect(text).toContain(name)
      for (const value of Object.values(developmentVariables).filter((one) => one.length > 8))
        expect(text).not.toContain(value)
    },
  )

  test('answers 503 until the key ring opens what was sealed before, and asks no more from then on', async () => {
    const answers = [{ ok: false, fault: 'our-configuration' }, { ok: true }]
    const platform = {
      idFromName: () => 'platform',
      get: () => ({ ready: async () => answers.shift() }),
    }
    expect((await ask('/en/', { PLATFORM: platform })).status).toBe(503)
    expect((await ask('/en/', { PLATFORM: platform })).status).toBe(200)
    expect((await ask('/en/', { PLATFORM: platform })).status).toBe(200)
    expect(answers).toEqual([])
  })
})

describe('the app', () => {
  test('answers unknown addresses with 404 and unsafe methods with a refusal, on our own pages', async () => {
    const unknown = await ask('/no/such/page')
    expect(unknown.status).toBe(404)
    expect(unknown.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await ask('/connect', {}, { method: 'POST', body: 'country=US' })).status).toBe(403)
  })

  test('sends people without a session from every signed-in page to the sign-in page, and back after it', async () => {
    for (const path of [
      '/stores',
      '/connect',
      '/account',
      '/connect/done?store=x',
      '/stores/x/inventory?page=2',
    ]) {
      const answer = await ask(path)
      expect(answer.status).toBe(303)
      expect(answer.headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
    }
  })

  test('refuses a pasted key in a query string and echoes none of it', async () => {
    const answer = await ask('/stores/x/inventory?search=Atzr%7CIwEBIJ1234567890')
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain('IwEBIJ1234567890')
  })
})
