import type { z } from 'zod'
import { type ChargesPage, financialEvents } from './charge-schemas.ts'
import type { Operation } from './operations.ts'
import {
  type OrderDetail,
  type OrdersPage,
  order,
  orders,
  type SalesDay,
  salesDays,
} from './order-schemas.ts'
import {
  type CreatedReport,
  createdReport,
  type ReportDocument,
  type ReportState,
  reportDocument,
  reportState,
} from './report-schemas.ts'
import {
  type InventoryPage,
  inventorySummaries,
  type Participation,
  participations,
  type TransactionsPage,
  transactions,
} from './schemas.ts'

/** What each operation's answer is parsed into. */
export interface OperationAnswer {
  readonly getMarketplaceParticipations: readonly Participation[]
  readonly getInventorySummaries: InventoryPage
  readonly getOrderMetrics: readonly SalesDay[]
  readonly searchOrders: OrdersPage
  readonly getOrder: OrderDetail
  readonly listTransactions: TransactionsPage
  readonly listFinancialEvents: ChargesPage
  readonly createReport: CreatedReport
  readonly getReport: ReportState
  readonly getReportDocument: ReportDocument
}

export const ANSWERS: { readonly [O in Operation]: z.ZodType<OperationAnswer[O]> } = {
  getMarketplaceParticipations: participations,
  getInventorySummaries: inventorySummaries,
  getOrderMetrics: salesDays,
  searchOrders: orders,
  getOrder: order,
  listTransactions: transactions,
  listFinancialEvents: financialEvents,
  createReport: createdReport,
  getReport: reportState,
  getReportDocument: reportDocument,
}
