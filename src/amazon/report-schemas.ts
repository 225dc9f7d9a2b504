import * as z from 'zod'

/** The Reports API of 2021-06-30, as far as one report is asked for, waited for and fetched. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)

export const createdReport = z.object({ reportId: id })
export type CreatedReport = z.infer<typeof createdReport>

/** CANCELLED: there was nothing to report. FATAL: Amazon gave up on it. */
export const reportState = z
  .object({
    processingStatus: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'DONE', 'CANCELLED', 'FATAL']),
    reportDocumentId: id.optional(),
  })
  .transform(({ processingStatus: status, reportDocumentId: documentId }) => ({ status, documentId }))
export type ReportState = z.infer<typeof reportState>

/** The address is signed and lives five minutes: it is used at once, kept nowhere and never logged. */
export const reportDocument = z
  .object({ url: z.url().max(8192), compressionAlgorithm: z.literal('GZIP').nullish() })
  .transform(({ url, compressionAlgorithm }) => ({ url, compressed: compressionAlgorithm === 'GZIP' }))
export type ReportDocument = z.infer<typeof reportDocument>
