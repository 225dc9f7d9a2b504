import { Hono } from 'hono'
import { serveCall } from '../call.ts'
import type { Reply } from '../reply.ts'
import { REGIONS, sellerById } from '../sellers/sellers.ts'
import { sellerNow } from '../sellers/settings.ts'
import { REPORT_DOCUMENT } from '../spapi/operations.ts'
import { hashPrefix, sha256 } from '../token.ts'
import type { World } from '../world.ts'
import { reportDocument } from './document.ts'
import { type Report, signedReport } from './store.ts'

/**
 * Where the documents of reports lie: whoever has the address may read, for five minutes. Afterwards, and with a
 * signature that was never given out, 403 with XML, as S3 answers. On the journal as `reportDocument`.
 */
export function documentEndpoint(world: World): Hono {
  return new Hono().get(`/:bucket{tortuga-prod-(?:${REGIONS.join('|')})}/:document`, (c) => {
    const signature = c.req.query('X-Amz-Signature') ?? ''
    const signed = signedReport(world, signature)
    const report = signed?.report.documentId === c.req.param('document') ? signed.report : undefined
    const seller = report === undefined ? undefined : sellerById(report.seller)
    const facts = {
      service: 'sp-api' as const,
      operation: REPORT_DOCUMENT,
      seller: seller?.id,
      region: seller?.region,
      detail: report?.type,
      tokenSha256: signature === '' ? undefined : hashPrefix(sha256(signature)),
      requestId: crypto.randomUUID(),
    }
    return serveCall(world, c.req.raw, facts, () => {
      if (signed === undefined || report === undefined) return denied('Access Denied', 'AccessDenied')
      return signed.expired ? denied('Request has expired', 'ExpiredSignature') : documentOf(world, report)
    })
  })
}

function documentOf(world: World, report: Report): Reply {
  const seller = sellerNow(world, sellerById(report.seller))
  const { createdMs, marketplaceIds } = report
  const marketplaces = seller.marketplaces.filter((one) => marketplaceIds.includes(one.id))
  const subject = { seed: world.variables.SEED, seller, marketplaces, createdMs }
  return {
    status: 200,
    contentType: 'application/octet-stream',
    body: reportDocument(report.type, subject, report.kind),
  }
}

const denied = (message: string, error: string): Reply => ({
  status: 403,
  contentType: 'application/xml',
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`,
  error,
})
