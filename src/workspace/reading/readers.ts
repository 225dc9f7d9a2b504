import type { DataKind } from '../../core/data.ts'
import { readCharges } from '../advertising/reading.ts'
import { readPlanning } from '../inventory/planning.ts'
import { sweepInventory } from '../inventory/sweep.ts'
import { readPerformance } from '../orders/performance.ts'
import { readOrders } from '../orders/reading.ts'
import { readSales, readSkuSales } from '../sales/reading.ts'
import type { Reader } from './reader.ts'

/** Who reads each kind of figures. */
export const READERS: Readonly<Record<DataKind, Reader>> = {
  inventory: sweepInventory,
  planning: readPlanning,
  sales: readSales,
  'sku-sales': readSkuSales,
  orders: readOrders,
  performance: readPerformance,
  charges: readCharges,
}
