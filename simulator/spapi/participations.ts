import type { Reply } from '../reply.ts'
import { type OperationCall, success } from './answer.ts'

/** getMarketplaceParticipations: the seller's marketplaces. Says nothing of who the seller is. */
export function getMarketplaceParticipations({ seller }: OperationCall): Reply {
  return success({
    payload: seller.marketplaces.map((one) => ({
      marketplace: {
        id: one.id,
        name: one.name,
        countryCode: one.countryCode,
        defaultCurrencyCode: one.defaultCurrencyCode,
        defaultLanguageCode: one.defaultLanguageCode,
        domainName: one.domainName,
      },
      storeName: seller.storeName,
      participation: { isParticipating: true, hasSuspendedListings: false },
    })),
  })
}
