import * as z from 'zod'
import { marketplaceId, sellerId } from '../core/id.ts'

/**
 * Narrow on purpose: a field that no page shows is not parsed, so it cannot be stored, and what Amazon adds tomorrow
 * (a buyer's name, say) falls away here (I17). Shapes from Amazon's API descriptions of 2026-08-05. Every list and
 * text has a limit; an answer beyond one counts as changed.
 */
const quantity = z.int().min(0).max(1_000_000_000)
export const pageToken = z
  .string()
  .max(4096)
  .nullish()
  .transform((value) => (value === '' || value === null ? undefined : value))

/** Countries, currencies and names of the marketplaces a seller takes part in. Proves region and authorization. */
export const participations = z
  .object({
    payload: z
      .array(
        z.object({
          marketplace: z.object({
            id: marketplaceId,
            name: z.string().min(1).max(200),
            countryCode: z.string().regex(/^[A-Z]{2}$/),
          }),
          storeName: z.string().max(500).default(''),
          participation: z.object({ isParticipating: z.boolean(), hasSuspendedListings: z.boolean() }),
        }),
      )
      .max(200),
  })
  .transform(({ payload }) =>
    payload.map((row) => ({
      marketplaceId: row.marketplace.id,
      name: row.marketplace.name,
      country: row.marketplace.countryCode,
      storeName: row.storeName,
      participating: row.participation.isParticipating,
      suspendedListings: row.participation.hasSuspendedListings,
    })),
  )
export type Participation = z.infer<typeof participations>[number]

/**
 * In ms. Null where Amazon names no time, as of SKUs that have never had units (amzn/selling-partner-api-models, issue
 * 1702). Undefined where it says nothing that we read: no answer is refused for it.
 */
const lastChange = z
  .string()
  .max(40)
  .nullish()
  .catch(undefined)
  .transform((text) => {
    if (text === undefined) return undefined
    if (text === '' || text === null) return null
    const atMs = Date.parse(text)
    return Number.isNaN(atMs) ? undefined : atMs
  })

/** With `details=true` Amazon sends every quantity; one that is missing is not taken for zero. */
const summary = z
  .object({
    sellerSku: z.string().min(1).max(200),
    asin: z.string().max(40).default(''),
    productName: z.string().max(4000).default(''),
    lastUpdatedTime: lastChange,
    inventoryDetails: z.object({
      fulfillableQuantity: quantity,
      inboundWorkingQuantity: quantity,
      inboundShippedQuantity: quantity,
      inboundReceivingQuantity: quantity,
      reservedQuantity: z.object({
        pendingCustomerOrderQuantity: quantity,
        pendingTransshipmentQuantity: quantity,
        fcProcessingQuantity: quantity,
      }),
      unfulfillableQuantity: z.object({ totalUnfulfillableQuantity: quantity }),
    }),
  })
  .transform(({ sellerSku, asin, productName, lastUpdatedTime, inventoryDetails: details }) => ({
    sku: sellerSku,
    asin,
    name: productName,
    changedMs: lastUpdatedTime,
    fulfillable: details.fulfillableQuantity,
    inboundWorking: details.inboundWorkingQuantity,
    inboundShipped: details.inboundShippedQuantity,
    inboundReceiving: details.inboundReceivingQuantity,
    reservedOrders: details.reservedQuantity.pendingCustomerOrderQuantity,
    reservedTransfer: details.reservedQuantity.pendingTransshipmentQuantity,
    reservedProcessing: details.reservedQuantity.fcProcessingQuantity,
    unfulfillable: details.unfulfillableQuantity.totalUnfulfillableQuantity,
  }))

/** One page of a sweep. `nextToken` is undefined on the last. */
export const inventorySummaries = z
  .object({
    payload: z.object({ inventorySummaries: z.array(summary).max(1000) }),
    pagination: z.object({ nextToken: pageToken }).nullish(),
  })
  .transform(({ payload, pagination }) => ({
    rows: payload.inventorySummaries,
    nextToken: pagination?.nextToken,
  }))
export type InventoryPage = z.infer<typeof inventorySummaries>

/** Only whose transactions these are. Amounts, orders and descriptions are not even parsed. */
export const transactions = z
  .object({
    payload: z.object({
      transactions: z
        .array(z.object({ sellingPartnerMetadata: z.object({ sellingPartnerId: sellerId }).optional() }))
        .max(5000)
        .nullish(),
      nextToken: pageToken,
    }),
  })
  .transform(({ payload }) => {
    const ids = (payload.transactions ?? []).flatMap(
      (row) => row.sellingPartnerMetadata?.sellingPartnerId ?? [],
    )
    return { sellerIds: [...new Set(ids)], nextToken: payload.nextToken }
  })
export type TransactionsPage = z.infer<typeof transactions>

/** The body of a refusal: `{"errors":[{"code","message","details"}]}`. The message may quote our request: not kept. */
export const refusal = z.object({
  errors: z
    .array(z.object({ code: z.string().max(200), details: z.string().max(4000).nullish() }))
    .min(1)
    .max(100),
})
