import { describe, expect, test } from 'vitest'
import { parseConfig } from '../src/env.ts'
import { developmentVariables } from './variables.ts'

const OVERRIDES = [
  'LWA_TOKEN_URL',
  'SPAPI_ENDPOINT_NA',
  'SPAPI_ENDPOINT_EU',
  'SPAPI_ENDPOINT_FE',
  'SELLER_CENTRAL_ORIGIN',
  'REPORT_DOCUMENT_ORIGIN',
  'MAIL_URL',
  'CLOCK_OFFSET_SECONDS',
] as const

const without = (variables: Record<string, string>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)))

const production = {
  ...without(developmentVariables, OVERRIDES),
  PUBLIC_ORIGIN: 'https://mint-hub.com',
}

/** What a refusal names and says. */
function refusal(variables: object): { readonly names: readonly string[]; readonly reason: string } {
  const config = parseConfig(variables)
  if (config.ok) throw new Error('was accepted')
  return config.fault
}

describe('what is accepted', () => {
  test('a local app with every override', () => {
    const config = parseConfig(developmentVariables)
    expect(config.ok && config.value.overrides?.MAIL_URL).toBe('http://127.0.0.1:8788/mailbox')
  })

  test('a public app without overrides', () => {
    const config = parseConfig(production)
    expect(config.ok && config.value.overrides).toBe(undefined)
  })
})

describe('the next client secret', () => {
  test('may be there or not', () => {
    const both = parseConfig({ ...production, LWA_CLIENT_SECRET_NEXT: 'MARKED-next' })
    expect(both.ok && `${both.value.LWA_CLIENT_SECRET_NEXT}`).toBe('[secret]')
    const alone = parseConfig(production)
    expect(alone.ok && alone.value.LWA_CLIENT_SECRET_NEXT).toBe(undefined)
  })

  test('is refused by name when it is empty', () => {
    expect(refusal({ ...production, LWA_CLIENT_SECRET_NEXT: '' }).names).toEqual(['LWA_CLIENT_SECRET_NEXT'])
  })
})

describe('what is refused, by name', () => {
  test.each(OVERRIDES)('%s beside a public origin', (name) => {
    expect(refusal({ ...production, [name]: developmentVariables[name] }).names).toEqual([name])
  })

  test.each(['http://127.0.0.1:8787', 'http://localhost.example.com', 'http://mint-hub.com'])(
    'overrides beside %s',
    (PUBLIC_ORIGIN) => {
      expect(refusal({ ...developmentVariables, PUBLIC_ORIGIN }).names.toSorted()).toEqual(
        [...OVERRIDES].toSorted(),
      )
    },
  )

  test('a public origin without https', () => {
    expect(refusal({ ...production, PUBLIC_ORIGIN: 'http://mint-hub.com' }).names).toEqual(['PUBLIC_ORIGIN'])
  })

  test('a public origin with a path', () => {
    expect(refusal({ ...production, PUBLIC_ORIGIN: 'https://mint-hub.com/en' }).names).toEqual([
      'PUBLIC_ORIGIN',
    ])
  })

  test('a draft application that is open to the public', () => {
    expect(refusal({ ...production, AMAZON_APP_STAGE: 'draft' }).names).toEqual([
      'AMAZON_AUTHORIZATION',
      'AMAZON_APP_STAGE',
    ])
  })

  test.each(Object.keys(production))('a missing %s', (name) => {
    expect(refusal(without(production, [name])).names).toEqual([name])
  })

  test.each(OVERRIDES)('a missing %s among the overrides', (name) => {
    expect(refusal(without(developmentVariables, [name])).names).toEqual([name])
  })

  test.each(OVERRIDES.filter((name) => name !== 'CLOCK_OFFSET_SECONDS'))('%s of another machine', (name) => {
    for (const elsewhere of [
      'https://api.amazon.com/auth',
      'http://10.0.0.1/x',
      'http://127.0.0.1.example.com/',
    ]) {
      expect(refusal({ ...developmentVariables, [name]: elsewhere }).names).toEqual([name])
    }
  })
})

test('a refusal prints no value, a configuration no secret', () => {
  const marked = { ...production, LWA_CLIENT_ID: 'MARKED-id', TOKEN_KEYS: '', MAIL_FROM: 'MARKED-from' }
  expect(JSON.stringify(refusal(marked))).not.toContain('MARKED')
  const config = parseConfig(developmentVariables)
  expect(JSON.stringify(config)).not.toContain('MARKED')
  expect(`${config.ok && config.value.LWA_CLIENT_SECRET}`).toBe('[secret]')
})
