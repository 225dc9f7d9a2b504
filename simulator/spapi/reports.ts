import * as z from 'zod'
import { parseJson } from '../control/json.ts'
import { noteIssued } from '../issued.ts'
import { invalidInput, type Reply, spapiError } from '../reply.ts'
import { REPORTS_OFFERED } from '../reports/document.ts'
import { takePlan } from '../reports/kinds.ts'
import {
  DOCUMENT_URL_MS,
  findReport,
  type Report,
  signDocument,
  statusOf,
  storeReport,
} from '../reports/store.ts'
import { now } from '../world.ts'
import { isoSeconds, marketplaceOf, type OperationCall, success } from './answer.ts'

const specification = z.object({
  reportType: z.enum(REPORTS_OFFERED),
  marketplaceIds: z.array(z.string().min(1)).min(1).max(25),
  reportOptions: z.record(z.string(), z.string()).optional(),
  dataStartTime: z.iso.datetime({ offset: true }).optional(),
  dataEndTime: z.iso.datetime({ offset: true }).optional(),
})

/**
 * createReport (2021-06-30): two types, for marketplaces of the seller. 202 with its id. How it turns out and when is
 * the plan that control has made, else done within three seconds. Not idempotent: each call makes a report.
 */
export function createReport({ world, seller, body }: OperationCall): Reply {
  const parsed = specification.safeParse(parseJson(body ?? ''))
  if (!parsed.success) return invalidInput()
  const { reportType: type, marketplaceIds } = parsed.data
  for (const id of marketplaceIds) {
    const found = marketplaceOf(seller, id)
    if ('refusal' in found) return found.refusal
  }
  const wanted = { seller: seller.id, region: seller.region, type, marketplaceIds }
  const reportId = storeReport(world, wanted, takePlan(world.sql, seller.id, type))
  return { ...success({ reportId }), status: 202 }
}

/** getReport: how a report of the seller stands; 404 for anybody else's. Only one that is DONE has a document. */
export function getReport({ world, seller, parameter = '' }: OperationCall): Reply {
  const report = findReport(world, seller.id, { reportId: parameter })
  if (report === undefined) return notFound()
  const status = statusOf(report, now(world))
  const ended = status !== 'IN_QUEUE' && status !== 'IN_PROGRESS'
  return success({
    reportId: report.reportId,
    reportType: report.type,
    marketplaceIds: report.marketplaceIds,
    createdTime: isoSeconds(report.createdMs),
    processingStatus: status,
    ...(status === 'IN_QUEUE' ? {} : { processingStartTime: isoSeconds(report.startedMs) }),
    ...(ended ? { processingEndTime: isoSeconds(report.endedMs) } : {}),
    ...(status === 'DONE' ? { reportDocumentId: report.documentId } : {}),
  })
}

/** getReportDocument: an address that opens the document, gzip, for five minutes and needs no token. */
export function getReportDocument({ world, seller, parameter = '', origin }: OperationCall): Reply {
  const report = findReport(world, seller.id, { documentId: parameter })
  if (report === undefined || statusOf(report, now(world)) !== 'DONE') return notFound()
  return success({
    reportDocumentId: report.documentId,
    url: addressOf(report, seller.region, {
      origin,
      signature: noteIssued('document-signature', signDocument(world, report)),
      nowMs: now(world),
    }),
    compressionAlgorithm: 'GZIP',
  })
}

const notFound = (): Reply => spapiError(404, 'NotFound', 'The requested resource does not exist.')

interface Signed {
  readonly origin: string
  readonly signature: string
  readonly nowMs: number
}

/** Shaped like a pre-signed address of S3, with this simulator where the bucket's host would be. */
function addressOf(report: Report, region: string, { origin, signature, nowMs }: Signed): string {
  const moment = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
  const url = new URL(`/tortuga-prod-${region}/${report.documentId}`, origin)
  url.search = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': moment,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Expires': String(DOCUMENT_URL_MS / 1000),
    'X-Amz-Credential': `SIMULATOR/${moment.slice(0, 8)}/us-east-1/s3/aws4_request`,
    'X-Amz-Signature': signature,
  }).toString()
  return url.href
}
