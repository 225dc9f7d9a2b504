import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { NORTHWIND, read, type Simulator, spapiError, US } from './simulator.ts'

const PLANNING = 'GET_FBA_INVENTORY_PLANNING_DATA'
const PERFORMANCE = 'GET_V2_SELLER_PERFORMANCE_REPORT'
export const REPORTS = '/na/reports/2021-06-30/reports'
const DOCUMENTS = '/na/reports/2021-06-30/documents'

const report = z.object({ processingStatus: z.string(), reportDocumentId: z.string().optional() })
const document = z.object({
  reportDocumentId: z.string(),
  url: z.string(),
  compressionAlgorithm: z.literal('GZIP'),
})
const performance = z.object({
  performanceMetrics: z.array(
    z.object({
      marketplaceId: z.string(),
      lateShipmentRate: z.object({
        orderCount: z.number(),
        lateShipmentCount: z.number(),
        rate: z.number(),
        status: z.string(),
        targetValue: z.number(),
      }),
    }),
  ),
})

/** Asks for a report of the US marketplace and tells its id. */
export async function askForReport(
  amazon: Simulator,
  access: string,
  reportType = PLANNING,
): Promise<string> {
  const answer = await amazon.post(REPORTS, access, { reportType, marketplaceIds: [US] })
  return z.object({ reportId: z.string() }).parse(await answer.json()).reportId
}

/** A report just asked for, and how to move the clock, see how it stands and where its document lies. */
const startWith =
  (simulator: () => Simulator) =>
  async (reportType = PLANNING) => {
    const amazon = simulator()
    const { access_token: access } = await amazon.authorize('na')
    const id = await askForReport(amazon, access, reportType)
    const at = (seconds: number) => amazon.control('clock', { seconds, stands: true })
    const stands = async () => report.parse((await amazon.api(`${REPORTS}/${id}`, access).then(read)).body)
    const address = async () => {
      const { reportDocumentId } = await stands()
      const { body } = await amazon.api(`${DOCUMENTS}/${reportDocumentId}`, access).then(read)
      return new URL(document.parse(body).url)
    }
    return { amazon, access, id, at, stands, address }
  }

const bytes = async (amazon: Simulator, url: URL) =>
  Buffer.from(await (await amazon.open(url.pathname + url.search)).arrayBuffer())

/** Reports from asking to reading. Registers its tests with the file that calls it; the clock must stand at 0. */
export function describeReports(simulator: () => Simulator): void {
  describeGoodReports(simulator)
  describeBadReports(simulator)
  describeGuards(simulator)
}

function describeGoodReports(simulator: () => Simulator): void {
  const start = startWith(simulator)
  describe('a report', () => {
    test('waits, is made and is done on the simulator’s clock, and its document opens without a token', async () => {
      const { amazon, at, stands, address } = await start()
      expect(await stands()).toEqual({ processingStatus: 'IN_QUEUE' })
      await at(2)
      expect(await stands()).toEqual({ processingStatus: 'IN_PROGRESS' })
      await at(3)
      expect((await stands()).processingStatus).toBe('DONE')
      const url = await address()
      expect(url.pathname).toMatch(/^\/tortuga-prod-na\/amzn1\.spdoc\./)
      expect(url.searchParams.get('X-Amz-Expires')).toBe('300')
      const lines = gunzipSync(await bytes(amazon, url))
        .toString()
        .trimEnd()
        .split('\r\n')
      const [header, ...rows] = lines
      expect(header?.split('\t')).toContain('units-shipped-t30')
      expect(rows.length).toBeGreaterThan(1100)
    })

    test('opens its document for five minutes and by its own signature only; then 403 with XML', async () => {
      const { amazon, at, address } = await start()
      await at(3)
      const url = await address()
      const status = async (to: URL) => (await amazon.open(to.pathname + to.search)).status
      const forged = new URL(url)
      forged.searchParams.set('X-Amz-Signature', '0'.repeat(64))
      const foreign = new URL(url)
      foreign.pathname = `${url.pathname}x`
      expect(await status(forged)).toBe(403)
      expect(await status(foreign)).toBe(403)
      await at(302)
      expect(await status(url)).toBe(200)
      await at(303)
      const late = await amazon.open(url.pathname + url.search)
      expect(late.status).toBe(403)
      expect(late.headers.get('content-type')).toContain('application/xml')
      expect(await late.text()).toContain('<Message>Request has expired</Message>')
      const lines = await amazon.journal('?operation=reportDocument')
      expect(lines.map((line) => line.status)).toEqual([403, 403, 200, 403])
      expect(lines.at(-1)).toMatchObject({ seller: NORTHWIND, detail: PLANNING, error: 'ExpiredSignature' })
      expect(JSON.stringify(lines)).not.toContain(url.searchParams.get('X-Amz-Signature'))
    })

    test('of performance tells each marketplace’s rates', async () => {
      const { amazon, at, address } = await start(PERFORMANCE)
      await at(3)
      const told = performance.parse(JSON.parse(gunzipSync(await bytes(amazon, await address())).toString()))
      const [us] = told.performanceMetrics
      expect(us?.marketplaceId).toBe(US)
      const late = us?.lateShipmentRate
      expect(late).toMatchObject({ targetValue: 0.04, status: 'GOOD' })
      expect(late?.rate).toBeCloseTo((late?.lateShipmentCount ?? 0) / (late?.orderCount ?? 1), 5)
    })
  })
}

function describeBadReports(simulator: () => Simulator): void {
  const start = startWith(simulator)
  describe('a report', () => {
    test.each([
      ['cancelled', 'CANCELLED'],
      ['fatal', 'FATAL'],
    ])('that is %s has no document', async (kind, status) => {
      await simulator().control('reports', { seller: 'na', kind })
      const { at, stands } = await start()
      await at(3)
      expect(await stands()).toEqual({ processingStatus: status })
    })

    test('that is slow takes its time, and a plan is used up, of its type only, and taken back', async () => {
      const amazon = simulator()
      await amazon.control('reports', { seller: 'na', kind: 'slow', type: PLANNING, seconds: 60 })
      const slow = await start()
      const next = await askForReport(amazon, slow.access)
      await slow.at(59)
      expect((await slow.stands()).processingStatus).toBe('IN_PROGRESS')
      const { body } = await amazon.api(`${REPORTS}/${next}`, slow.access).then(read)
      expect(report.parse(body).processingStatus).toBe('DONE')
      await slow.at(60)
      expect((await slow.stands()).processingStatus).toBe('DONE')
      await amazon.control('reports', { seller: 'na', kind: 'fatal', times: 5 })
      await amazon.control('reports', { seller: 'na', kind: 'normal' })
      expect(await (await amazon.open('/control/state')).json()).toMatchObject({ report_plans: [] })
    })
  })
}

function describeGuards(simulator: () => Simulator): void {
  const start = startWith(simulator)
  describe('a report', () => {
    test('that is cut short does not unpack', async () => {
      await simulator().control('reports', { seller: 'na', kind: 'truncated-gzip' })
      const { amazon, at, address } = await start()
      await at(3)
      const cut = await bytes(amazon, await address())
      expect(cut.length).toBeGreaterThan(1000)
      expect(() => gunzipSync(cut)).toThrow()
    })

    test('is its seller’s only, and of two types', async () => {
      const { amazon, access, id } = await start()
      const { access_token: heron } = await amazon.authorize('eu')
      const notFound = { status: 404, body: spapiError('NotFound', 'The requested resource does not exist.') }
      expect(await amazon.api(`${REPORTS.replace('/na', '/eu')}/${id}`, heron).then(read)).toEqual(notFound)
      expect(await amazon.api(`${DOCUMENTS}/made-up`, access).then(read)).toEqual(notFound)
      const post = async (body: unknown) => (await amazon.post(REPORTS, access, body)).status
      expect(await post({ reportType: 'GET_MERCHANT_LISTINGS_ALL_DATA', marketplaceIds: [US] })).toBe(400)
      expect(await post({ reportType: PLANNING, marketplaceIds: [] })).toBe(400)
      expect(await post({ reportType: PLANNING })).toBe(400)
      expect(await post({ reportType: PLANNING, marketplaceIds: ['A1PA6795UKMFR9'] })).toBe(403)
      expect(await post({ reportType: PLANNING, marketplaceIds: [US], more: 'x'.repeat(70_000) })).toBe(400)
      expect(await post({ reportType: PLANNING, marketplaceIds: [US] })).toBe(202)
      const details = (await amazon.journal('?operation=createReport')).map((line) => line.detail)
      expect(details.slice(0, 2)).toEqual([PLANNING, 'GET_MERCHANT_LISTINGS_ALL_DATA'])
    })

    test('and its document can be spoiled by a fault', async () => {
      const { amazon, at, address } = await start()
      await at(3)
      const url = await address()
      await amazon.control('faults', { kind: 'status', status: 503, operation: 'reportDocument' })
      expect((await amazon.open(url.pathname + url.search)).status).toBe(503)
      expect((await amazon.open(url.pathname + url.search)).status).toBe(200)
    })
  })
}
