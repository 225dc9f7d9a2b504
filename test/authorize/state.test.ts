import { beforeEach, describe, expect, test } from 'vitest'
import { consentUrl, newBinding, stateFor } from '../../src/authorize/state.ts'
import { systemRandom } from '../../src/core/time.ts'
import { control } from '../amazon.ts'
import { developmentVariables } from '../variables.ts'

const { AMAZON_APPLICATION_ID: applicationId, PUBLIC_ORIGIN, SELLER_CENTRAL_ORIGIN } = developmentVariables
const given = { applicationId, redirectUri: `${PUBLIC_ORIGIN}/amazon/callback`, state: 'x'.repeat(43) }

beforeEach(async () => {
  await control('reset')
})

describe('a state', () => {
  test('is 256 bits, the same for the same cookie, and another for any other', async () => {
    const binding = newBinding(systemRandom)
    const state = await stateFor(binding, 'start')
    expect(state).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await stateFor(binding, 'start')).toBe(state)
    expect(await stateFor(newBinding(systemRandom), 'start')).not.toBe(state)
    expect(state).not.toContain(binding)
  })

  test.each(['', 'short', '!'.repeat(43), 'A'.repeat(44)])(
    'is not made from a cookie that is not ours (%s)',
    async (cookie) => {
      expect(await stateFor(cookie, 'start')).toBeUndefined()
    },
  )
})

describe('Amazon’s consent page', () => {
  /** Follows the one hop through the second host, as a browser does. */
  const arrive = async (stage: 'draft' | 'published') => {
    const page = await fetch(consentUrl(SELLER_CENTRAL_ORIGIN, { ...given, stage }))
    return page.text()
  }

  test('takes a published application without version=beta', async () => {
    expect(await arrive('published')).not.toMatch(/MD1000|MD5101/)
  })

  test('takes a draft with version=beta, and answers MD1000 without', async () => {
    await control('application', { stage: 'draft' })
    expect(await arrive('draft')).not.toMatch(/MD1000|MD5101/)
    expect(await arrive('published')).toContain('MD1000')
  })
})
