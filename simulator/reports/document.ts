import { gzipSync } from 'node:zlib'
import type { ReportKind } from './kinds.ts'
import { performanceReport } from './performance.ts'
import { planningReport, type ReportSubject } from './planning.ts'

export const REPORTS_OFFERED = [
  'GET_FBA_INVENTORY_PLANNING_DATA',
  'GET_V2_SELLER_PERFORMANCE_REPORT',
] as const
export type ReportType = (typeof REPORTS_OFFERED)[number]

/** An oversized document has this many bytes once unpacked; packed it is small. */
const OVERSIZED_BYTES = 96 * 1024 * 1024
/** A document that is cut ends after this share of its bytes. */
const CUT_AT = 0.6

/** The bytes of a report's document, gzip, spoiled as its kind says. */
export function reportDocument(type: ReportType, subject: ReportSubject, kind: ReportKind): Uint8Array {
  const planning = type === 'GET_FBA_INVENTORY_PLANNING_DATA'
  if (kind === 'malformed')
    return gzipSync(planning ? malformedTable(subject) : '{"performanceMetrics":[{"market')
  if (kind === 'missing-columns') {
    return gzipSync(planning ? planningReport(subject, true) : '{"accountStatuses":[]}')
  }
  const text = planning ? planningReport(subject) : performanceReport(subject)
  if (kind === 'half' && planning) return gzipSync(everySecondRow(text))
  if (kind === 'oversized') return gzipSync(oversized(text), { level: 1 })
  const packed = gzipSync(text)
  return kind === 'truncated-gzip' ? packed.subarray(0, Math.floor(packed.length * CUT_AT)) : packed
}

/** The right header, and rows that do not fit it: too short, too long, numbers that are none, a byte that is no text. */
function malformedTable(subject: ReportSubject): Uint8Array {
  const lines = planningReport(subject).split('\r\n')
  const spoiled = lines.map((line, index) =>
    index === 0
      ? line
      : index % 3 === 0
        ? line.slice(0, 40)
        : line.replaceAll(/\d+/g, 'NaN') + '\textra'.repeat(index % 5),
  )
  return Buffer.concat([Buffer.from(spoiled.join('\n')), Buffer.from([0xff, 0xfe, 0x00])])
}

/** The header and every second row: Amazon leaves SKUs out at times, and lists them again in a later report. */
const everySecondRow = (text: string): string =>
  text
    .split('\r\n')
    .filter((_, index) => index % 2 === 0)
    .join('\r\n')

/** A good beginning that then goes on and on. */
function oversized(text: string): Uint8Array {
  const begun = Buffer.from(text)
  const row = Buffer.from(text.slice(text.lastIndexOf('\r\n', text.length - 3) + 2) || ' ')
  return Buffer.concat([begun, Buffer.alloc(Math.max(0, OVERSIZED_BYTES - begun.length), row)])
}
