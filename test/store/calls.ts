import type { Network } from '../../src/amazon/network.ts'
import { marketplaceId } from '../../src/core/id.ts'
import { callAmazon } from '../../src/store/call.ts'
import type { HeldToken, StoreContext } from '../../src/store/context.ts'

const PARTICIPATIONS = { operation: 'getMarketplaceParticipations', query: {} } as const
/** Of two calls a second: 400 of them fit into the life of a token. */
export const SUMMARIES = {
  operation: 'getInventorySummaries',
  query: { marketplaceId: marketplaceId.parse('A1VC38T7YXB528') },
} as const
export const participations = (context: StoreContext, held: HeldToken) =>
  callAmazon(context, held, PARTICIPATIONS, 1)
/** Sleeps without sleeping, and writes down how long. */
export function recorded(context: StoreContext): {
  readonly context: StoreContext
  readonly rests: number[]
} {
  const rests: number[] = []
  return { rests, context: { ...context, sleep: async (ms) => void rests.push(ms) } }
}

/** The Selling Partner API through another network; LWA and everything else as it is. */
export const through = (context: StoreContext, network: Network): StoreContext => ({
  ...context,
  sellingPartner: { ...context.sellingPartner, network },
})

/** What Amazon answers where there is nothing. */
export const answered = (headers = {}) => Response.json({ payload: [] }, { headers })
