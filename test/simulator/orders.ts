import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { HERON, NORTHWIND, read, type Simulator, spapiError } from './simulator.ts'

const PARTICIPATIONS = '/sellers/v1/marketplaceParticipations'
const DEAD = 'The access token you provided is revoked, malformed or invalid.'
const EXPIRED = 'The access token you provided has expired.'
const state = z.object({ sellers: z.array(z.object({ id: z.string(), orders: z.array(z.string()) })) })
const order = z.object({
  order: z.object({
    orderId: z.string(),
    fulfillment: z.object({ fulfillmentStatus: z.string(), fulfilledBy: z.string() }).optional(),
  }),
})

/** The path of one order. */
export const orderPath = (region: string, id: string, includedData = ''): string =>
  `/${region}/orders/2026-01-01/orders/${id}${includedData === '' ? '' : `?includedData=${includedData}`}`

/** The orders that a seller has, newest first. */
export async function ordersOf(amazon: Simulator, seller: string): Promise<readonly string[]> {
  const { sellers } = state.parse(await (await amazon.open('/control/state')).json())
  return sellers.find((one) => one.id === seller)?.orders ?? []
}

const denied = (details: string) => ({
  status: 403,
  body: spapiError('Unauthorized', 'Access to requested resource is denied.', details),
})

/** The 403 answers, told apart by their details. Registers its tests with the file that calls it. */
export function describeDenials(simulator: () => Simulator): void {
  describe('a 403 by fault', () => {
    test.each([
      [{ kind: 'token_dead' }, DEAD],
      [{ kind: 'token_expired' }, EXPIRED],
      [{ kind: 'forbidden' }, ''],
      [
        { kind: 'forbidden', details: 'The selling partner account is not active.' },
        'The selling partner account is not active.',
      ],
      [{ kind: 'status', status: 403 }, ''],
    ])(
      '%o has its details, for its seller and operation, and takes nothing from the plan',
      async (fault, details) => {
        const amazon = simulator()
        const northwind = await amazon.authorize('na')
        const heron = await amazon.authorize('eu')
        const mine = () => amazon.api(`/na${PARTICIPATIONS}`, northwind.access_token).then(read)
        await amazon.control('faults', {
          ...fault,
          seller: 'na',
          operation: 'getMarketplaceParticipations',
          times: 20,
        })
        expect((await amazon.api(`/eu${PARTICIPATIONS}`, heron.access_token)).status).toBe(200)
        expect((await amazon.api(orderPath('na', 'none'), northwind.access_token)).status).toBe(404)
        for (let call = 0; call < 20; call += 1) expect(await mine()).toEqual(denied(details))
        expect((await mine()).status).toBe(200)
      },
    )

    test.each([
      ['token_dead', DEAD],
      ['token_expired', EXPIRED],
    ])('%s may mean earlier tokens only: the next refresh brings one that works', async (kind, details) => {
      const amazon = simulator()
      const first = await amazon.authorize('na')
      await amazon.control('faults', { kind, earlier_only: true, seller: 'na', times: 10_000 })
      const call = (access: string) => amazon.api(`/na${PARTICIPATIONS}`, access).then(read)
      expect(await call(first.access_token)).toEqual(denied(details))
      const second = z
        .object({ access_token: z.string() })
        .parse(
          await (
            await amazon.token({ grant_type: 'refresh_token', refresh_token: first.refresh_token })
          ).json(),
        )
      expect((await call(second.access_token)).status).toBe(200)
      expect(await call(first.access_token)).toEqual(denied(details))
    })
  })
}

/** Single orders. Registers its tests with the file that calls it. */
export function describeOrders(simulator: () => Simulator): void {
  /** The names of the fields and not any words, as an item may well be an enamelled one: “emailliert”. */
  const PERSONAL = /"\w*(?:buyer|recipient|address|phone|email)\w*":|@/i

  describe('getOrder', () => {
    test('tells each order of its seller, open ones and shipped ones, and no other’s', async () => {
      const amazon = simulator()
      const { access_token: access } = await amazon.authorize('na')
      const mine = await ordersOf(amazon, NORTHWIND)
      expect(mine.length).toBeGreaterThanOrEqual(8)
      const statuses = new Set<string | undefined>()
      for (const [index, id] of mine.entries()) {
        if (index % 30 === 0) await amazon.control('buckets/refill')
        const { order: told } = order.parse(
          (await amazon.api(orderPath('na', id, 'FULFILLMENT'), access).then(read)).body,
        )
        expect(told.orderId).toBe(id)
        statuses.add(told.fulfillment?.fulfillmentStatus)
      }
      for (const one of ['UNSHIPPED', 'PENDING', 'SHIPPED']) expect(statuses).toContain(one)
      await amazon.control('buckets/refill')
      const [foreign = ''] = await ordersOf(amazon, HERON)
      const missing = { status: 404, body: spapiError('NotFound', 'The requested order does not exist.') }
      expect(await amazon.api(orderPath('na', foreign), access).then(read)).toEqual(missing)
      expect(await amazon.api(orderPath('na', '114-0000000-0000000'), access).then(read)).toEqual(missing)
    })

    test('tells a person’s data to whoever asks for BUYER or RECIPIENT only, and the journal shows who asked', async () => {
      const amazon = simulator()
      const { access_token: access } = await amazon.authorize('eu')
      const [id = ''] = await ordersOf(amazon, HERON)
      const text = async (included: string) =>
        (await amazon.api(orderPath('eu', id, included), access)).text()
      for (const included of [
        '',
        'FULFILLMENT,PROCEEDS',
        'PACKAGES,TAX,PAYMENT,EXPENSE,PROMOTION,CANCELLATION',
      ])
        expect(await text(included)).not.toMatch(PERSONAL)
      expect(await text('BUYER')).toMatch(PERSONAL)
      expect(await text('RECIPIENT')).toMatch(PERSONAL)
      expect(await text('BUYER')).toMatch(/"buyerName":".+","buyerEmail":".+@marketplace\.amazon\.example"/)
      expect(await text('BUYER')).not.toContain('recipient')
      expect(await text('FULFILLMENT,RECIPIENT')).toMatch(/"deliveryAddress":\{"name":".+"phone":".+"/)
      const details = (await amazon.journal('?operation=getOrder')).map((line) => line.detail)
      expect(details[0]).toBe(id)
      expect(details[3]).toBe(`${id} BUYER`)
      expect(details.at(-1)).toBe(`${id} FULFILLMENT,RECIPIENT`)
    })

    test.each(['NAMES', 'BUYER,', 'buyer', 'BUYER&includedData=TAX'])(
      'refuses includedData %s',
      async (included) => {
        const amazon = simulator()
        const { access_token: access } = await amazon.authorize('na')
        const [id = ''] = await ordersOf(amazon, NORTHWIND)
        expect((await amazon.api(orderPath('na', id, included), access)).status).toBe(400)
      },
    )

    test('bursts 30 and then makes wait', async () => {
      const amazon = simulator()
      const { access_token: access } = await amazon.authorize('na')
      const [id = ''] = await ordersOf(amazon, NORTHWIND)
      for (let call = 0; call < 30; call += 1)
        expect((await amazon.api(orderPath('na', id), access)).status).toBe(200)
      expect((await amazon.api(orderPath('na', id), access)).status).toBe(429)
    })
  })
}
