import { expect, test } from 'vitest'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import { exchangeCode, type LwaDeps, refreshAccess } from '../../src/amazon/lwa.ts'
import { callSellingPartner } from '../../src/amazon/spapi.ts'
import { Secret } from '../../src/core/secret.ts'
import { developmentVariables } from '../variables.ts'

/** The clients as the objects use them: workerd's own fetch, over HTTP, to the simulator at the network's edge. */
const hosts = amazonHosts(developmentVariables)
const network = (url: string, init: RequestInit) => fetch(url, init)
const lwa: LwaDeps = {
  network,
  hosts,
  clientId: developmentVariables.LWA_CLIENT_ID,
  clientSecret: new Secret(developmentVariables.LWA_CLIENT_SECRET),
}

test('hears invalid_grant for a refresh token and a code that nobody issued', async () => {
  expect(await refreshAccess(lwa, new Secret('Atzr|nobody'))).toMatchObject({
    outcome: 'invalid-grant',
    status: 400,
  })
  expect(await exchangeCode(lwa, new Secret('ANnobody'))).toMatchObject({
    outcome: 'invalid-grant',
    status: 400,
  })
})

test('hears that our own secret is wrong', async () => {
  const answer = await refreshAccess(
    { ...lwa, clientSecret: new Secret('amzn1.oa2-cs.v1.wrong') },
    new Secret('Atzr|nobody'),
  )
  expect(answer).toMatchObject({ outcome: 'our-configuration', status: 401, error: 'invalid_client' })
})

test('hears that an access token nobody issued is dead', async () => {
  const deps = { network, hosts, clock: Date.now, version: '0.1.0' }
  const call = { operation: 'getMarketplaceParticipations', region: 'na', query: {} } as const
  const answer = await callSellingPartner(deps, call, new Secret('Atza|nobody'))
  expect(answer).toMatchObject({ outcome: 'refused', status: 403, cause: 'token-dead', code: 'Unauthorized' })
  expect(answer.requestId).toMatch(/^[A-Za-z0-9-]+$/)
})
