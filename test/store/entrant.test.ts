import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { personId } from '../../src/core/id.ts'
import { database } from '../../src/db/client.ts'
import { storeOfMember } from '../../src/store/directory.ts'
import { loadEntrant } from '../../src/store/entrant.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore } from '../connected.ts'
import { signedIn } from '../person.ts'

beforeEach(async () => {
  await control('reset')
})

const db = database(env.DB)
const cookieOf = ({ browser }: Pick<ConnectedStore, 'browser'>) =>
  `__Host-session=${browser.cookies.get('__Host-session') ?? ''}`
const at = (store: ConnectedStore, path = '/inventory') => `/stores/${store.id}${path}`

describe('who comes to a page of a store', () => {
  test('is found with the store in one question, and it is the very store that stands in the directory', async () => {
    const store = await connectedStore('na')
    let asked = 0
    const counting = new Proxy(env.DB, {
      get: (real, name) => {
        const method: unknown = Reflect.get(real, name)
        if (typeof method !== 'function') return method
        return (...given: readonly unknown[]) => {
          if (name === 'batch') asked += 1
          return Reflect.apply(method, real, given)
        }
      },
    })
    for (const path of ['', '/inventory', '/inventory.csv', '/orders/order']) {
      asked = 0
      const by = { cookie: cookieOf(store), path: at(store, path) }
      const found = await loadEntrant(database(counting), Date.now, by)
      expect(found.viewer?.personId).toBe(store.personId)
      expect(found.store).toEqual(await storeOfMember(db, personId.parse(store.personId), store.id))
      expect(found.store?.marketplaces.map(({ name }) => name)).toEqual([
        'Amazon.com',
        'Amazon.ca',
        'Amazon.com.mx',
      ])
      expect(asked).toBe(1)
    }
  })

  test('I9: finds no store of others, none that does not exist, and none without a session', async () => {
    const store = await connectedStore()
    const stranger = await signedIn()
    const foreign = await loadEntrant(db, Date.now, { cookie: cookieOf(stranger), path: at(store) })
    expect(foreign).toMatchObject({ viewer: { personId: stranger.personId }, store: undefined })
    const unknown = { cookie: cookieOf(store), path: `/stores/${'0'.repeat(26)}/inventory` }
    expect((await loadEntrant(db, Date.now, unknown)).store).toBeUndefined()
    for (const cookie of [undefined, '__Host-session=', `__Host-session=${'A'.repeat(43)}`]) {
      const nobody = await loadEntrant(db, Date.now, { cookie, path: at(store) })
      expect(nobody).toEqual({ viewer: undefined, store: undefined })
    }
  })

  test('finds nothing with a session that is over, though its person is a member', async () => {
    const store = await connectedStore()
    const by = { cookie: cookieOf(store), path: at(store) }
    const inHalfAnHour = () => Date.now() + 31 * 60_000
    expect(await loadEntrant(db, inHalfAnHour, by)).toEqual({ viewer: undefined, store: undefined })
    await env.DB.prepare('UPDATE session SET ended_at_ms = 1 WHERE person_id = ?').bind(store.personId).run()
    expect(await loadEntrant(db, Date.now, by)).toEqual({ viewer: undefined, store: undefined })
  })
})
