import * as z from 'zod'
import { BAND_DAYS } from '../inventory/plan/cover.ts'
import type { SectionOf } from '../settings/settings.ts'

/** When a seller wants to be told. Days, orders left, percent of a month's budget. */
export const thresholds = z.object({
  /** A SKU whose cover is below this. */
  coverDays: z.int().min(1).max(90),
  /** So few further late, cancelled or untracked orders before Amazon's target is missed. */
  ordersLeft: z.int().min(0).max(1000),
  budgetPercent: z.int().min(10).max(100),
  /** The authorization ends within so many days. */
  authorizationDays: z.int().min(1).max(120),
})
export type Thresholds = z.infer<typeof thresholds>

/** Amazon's critical band; a handful of orders; the lower of the two marks that every budget page shows; a month. */
export const ALERTS: SectionOf<Thresholds> = {
  section: 'alerts',
  shape: thresholds,
  otherwise: { coverDays: BAND_DAYS.critical, ordersLeft: 5, budgetPercent: 80, authorizationDays: 30 },
}
