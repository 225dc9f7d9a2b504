import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, sharedStage } from './harness.ts'

let stage: Stage

beforeAll(async () => {
  stage = await sharedStage()
})
afterAll(() => stage.stop())

test('serves the app and the simulator as two sites, with nothing wrong on the console', async () => {
  const visitor = await stage.visitor()
  expect((await visitor.page.goto(`${stage.app}/en/`))?.status()).toBe(200)
  expect((await visitor.page.goto(stage.simulator))?.status()).toBe(200)
  expect(visitor.errors).toEqual([])
  expect(visitor.requests).toContain(`GET ${stage.app}/en/`)
  const elsewhere = visitor.requests.filter((it) => !it.includes(stage.app) && !it.includes(stage.simulator))
  expect(elsewhere).toEqual([])
  await visitor.close()
})

test('gives each visitor a passkey device', async () => {
  const visitor = await stage.visitor()
  await visitor.page.goto(`${stage.app}/en/`)
  const isThere = await visitor.page.evaluate(() =>
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable(),
  )
  expect(isThere).toBe(true)
  await visitor.close()
})
