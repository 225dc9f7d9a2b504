import * as z from 'zod'

const units = z.int().nonnegative()

/** One SKU in one marketplace as Amazon's summaries give it. All quantities in units. */
export const inventoryRow = z.object({
  sku: z.string(),
  asin: z.string(),
  name: z.string(),
  /** When any quantity last changed, in ms. Null: Amazon names no time. Undefined: not known. */
  changedMs: z.number().nullable().optional(),
  fulfillable: units,
  inboundWorking: units,
  inboundShipped: units,
  inboundReceiving: units,
  reservedOrders: units,
  reservedTransfer: units,
  reservedProcessing: units,
  unfulfillable: units,
})
export type InventoryRow = z.infer<typeof inventoryRow>
