/** Requests a second and burst, per selling partner and application. Source: the operations' own API descriptions. */
export interface UsagePlan {
  readonly ratePerSecond: number
  readonly burst: number
}

interface Operation extends UsagePlan {
  readonly method: 'GET' | 'POST'
  /** At most its last segment is a parameter, in braces. */
  readonly path: string
}

/** What this Amazon can do. Every other path answers 404. */
export const OPERATIONS = {
  getMarketplaceParticipations: {
    method: 'GET',
    path: '/sellers/v1/marketplaceParticipations',
    ratePerSecond: 0.016,
    burst: 15,
  },
  getInventorySummaries: { method: 'GET', path: '/fba/inventory/v1/summaries', ratePerSecond: 2, burst: 2 },
  listTransactions: {
    method: 'GET',
    path: '/finances/2024-06-19/transactions',
    ratePerSecond: 0.5,
    burst: 10,
  },
  getOrder: { method: 'GET', path: '/orders/2026-01-01/orders/{orderId}', ratePerSecond: 0.5, burst: 30 },
  searchOrders: { method: 'GET', path: '/orders/2026-01-01/orders', ratePerSecond: 0.0056, burst: 20 },
  getOrderMetrics: { method: 'GET', path: '/sales/v1/orderMetrics', ratePerSecond: 0.5, burst: 15 },
  listFinancialEvents: {
    method: 'GET',
    path: '/finances/v0/financialEvents',
    ratePerSecond: 0.5,
    burst: 30,
  },
  createReport: { method: 'POST', path: '/reports/2021-06-30/reports', ratePerSecond: 0.0167, burst: 15 },
  getReport: { method: 'GET', path: '/reports/2021-06-30/reports/{reportId}', ratePerSecond: 2, burst: 15 },
  getReportDocument: {
    method: 'GET',
    path: '/reports/2021-06-30/documents/{reportDocumentId}',
    ratePerSecond: 0.0167,
    burst: 15,
  },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof OPERATIONS
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[]
/** What the journal calls the fetch of a report's document, which is no operation and has no usage plan. */
export const REPORT_DOCUMENT = 'reportDocument'

/** The operation behind a method and path, with what stands in the path for its parameter; or undefined. */
export function findOperation(
  method: string,
  path: string,
): { readonly name: OperationName; readonly parameter?: string } | undefined {
  for (const name of OPERATION_NAMES) {
    const { method: expected, path: pattern }: Operation = OPERATIONS[name]
    if (method !== expected) continue
    if (path === pattern) return { name }
    const stem = pattern.replace(/\{[^/]+\}$/, '')
    const parameter = path.slice(stem.length)
    if (stem !== pattern && path.startsWith(stem) && /^[^/{}]+$/.test(parameter)) return { name, parameter }
  }
  return undefined
}
