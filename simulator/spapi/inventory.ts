import * as z from 'zod'
import { invalidInput, type Reply } from '../reply.ts'
import {
  type Listing,
  listings,
  totalReserved,
  totalUnfulfillable,
  totalUnits,
} from '../sellers/catalogue.ts'
import { now } from '../world.ts'
import {
  isoSeconds,
  marketplaceOf,
  type OperationCall,
  queryObject,
  referenceDayMs,
  success,
} from './answer.ts'
import { issuePageToken, positionOf } from './page-token.ts'

/** Summaries a page. */
const PAGE_SIZE = 50
/** "The string token will expire 30 seconds after being created." */
const PAGE_TOKEN_MS = 30_000
/** startDateTime may not be earlier than 18 months back. */
const OLDEST_START_MS = 548 * 86_400_000

const parameters = z.object({
  details: z.enum(['true', 'false']).default('false'),
  granularityType: z.literal('Marketplace'),
  granularityId: z.string().min(1),
  // At most one marketplace a call.
  marketplaceIds: z.string().regex(/^[^,]+$/),
  startDateTime: z.iso.datetime({ offset: true }).optional(),
  sellerSkus: z.string().optional(),
  sellerSku: z.string().optional(),
  nextToken: z.string().optional(),
})
type Parameters = z.infer<typeof parameters>

/**
 * getInventorySummaries: one marketplace, 50 a page, in the order of SKUs. Answers 400 InvalidInput to bad
 * parameters and to a page token that is older than 30 s or belongs to another call.
 */
export function getInventorySummaries({ world, seller, query }: OperationCall): Reply {
  const parsed = parameters.safeParse(queryObject(query))
  if (!parsed.success || parsed.data.granularityId !== parsed.data.marketplaceIds) return invalidInput()
  const asked = parsed.data
  const found = marketplaceOf(seller, asked.marketplaceIds)
  if ('refusal' in found) return found.refusal
  const { nextToken, ...repeated } = asked
  const paging = {
    operation: 'getInventorySummaries' as const,
    seller: seller.id,
    arguments: JSON.stringify(repeated),
  }
  const start = nextToken === undefined ? 0 : positionOf(world, nextToken, paging)
  if (start === undefined) return invalidInput('NextToken is invalid or has expired.')
  const dayMs = referenceDayMs(now(world))
  const matching = filtered(
    listings(world.variables.SEED, seller, found.marketplace),
    asked,
    dayMs,
    now(world),
  )
  if (matching === undefined) return invalidInput()
  const end = start + PAGE_SIZE
  const pagination =
    end < matching.length ? { nextToken: issuePageToken(world, paging, end, PAGE_TOKEN_MS) } : undefined
  return success({
    ...(pagination === undefined ? {} : { pagination }),
    payload: {
      granularity: { granularityType: 'Marketplace', granularityId: asked.granularityId },
      inventorySummaries: matching
        .slice(start, end)
        .map((one) => summary(one, dayMs, asked.details === 'true')),
    },
  })
}

/** startDateTime wins over sellerSkus, and sellerSkus over sellerSku, as Amazon describes. */
function filtered(
  all: readonly Listing[],
  asked: Parameters,
  dayMs: number,
  nowMs: number,
): readonly Listing[] | undefined {
  if (asked.startDateTime !== undefined) {
    const from = Date.parse(asked.startDateTime)
    if (from < nowMs - OLDEST_START_MS) return undefined
    return all.filter((one) => dayMs - (one.updatedSecondsBefore ?? Infinity) * 1000 >= from)
  }
  if (asked.sellerSkus !== undefined) {
    const wanted = new Set(asked.sellerSkus.split(','))
    return wanted.size > 50 ? undefined : all.filter((one) => wanted.has(one.sku))
  }
  return asked.sellerSku === undefined ? all : all.filter((one) => one.sku === asked.sellerSku)
}

function summary(listing: Listing, dayMs: number, details: boolean): object {
  return {
    asin: listing.asin,
    fnSku: listing.fnSku,
    sellerSku: listing.sku,
    condition: 'NewItem',
    ...(details ? { inventoryDetails: inventoryDetails(listing) } : {}),
    lastUpdatedTime:
      listing.updatedSecondsBefore === undefined
        ? ''
        : isoSeconds(dayMs - listing.updatedSecondsBefore * 1000),
    productName: listing.name,
    totalQuantity: totalUnits(listing.stock),
    stores: [],
  }
}

function inventoryDetails({ stock }: Listing): object {
  return {
    fulfillableQuantity: stock.fulfillable,
    inboundWorkingQuantity: stock.inboundWorking,
    inboundShippedQuantity: stock.inboundShipped,
    inboundReceivingQuantity: stock.inboundReceiving,
    reservedQuantity: {
      totalReservedQuantity: totalReserved(stock),
      pendingCustomerOrderQuantity: stock.reservedOrders,
      pendingTransshipmentQuantity: stock.reservedTransfer,
      fcProcessingQuantity: stock.reservedProcessing,
    },
    researchingQuantity: {
      totalResearchingQuantity: stock.researching,
      researchingQuantityBreakdown: [
        { name: 'researchingQuantityInShortTerm', quantity: stock.researching },
        { name: 'researchingQuantityInMidTerm', quantity: 0 },
        { name: 'researchingQuantityInLongTerm', quantity: 0 },
      ],
    },
    unfulfillableQuantity: {
      totalUnfulfillableQuantity: totalUnfulfillable(stock),
      customerDamagedQuantity: stock.customerDamaged,
      warehouseDamagedQuantity: stock.warehouseDamaged,
      distributorDamagedQuantity: 0,
      carrierDamagedQuantity: 0,
      defectiveQuantity: stock.defective,
      expiredQuantity: 0,
    },
  }
}
