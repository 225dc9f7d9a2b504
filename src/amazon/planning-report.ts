/**
 * The FBA inventory planning report: tab-separated, a row a SKU. Amazon adds and renames columns, and its documents and
 * live headers differ, so columns are found by name with synonyms; those that are not there are named.
 */
export interface PlanningRow {
  readonly sku: string
  /** Fulfillable units at the snapshot. */
  readonly available?: number | undefined
  /** Units shipped in the last 7, 30, 60 and 90 days. Undefined where Amazon says nothing. */
  readonly units7?: number | undefined
  readonly units30?: number | undefined
  readonly units60?: number | undefined
  readonly units90?: number | undefined
  readonly age0to90?: number | undefined
  readonly age91to180?: number | undefined
  readonly age181to270?: number | undefined
  readonly age271to365?: number | undefined
  readonly ageOver365?: number | undefined
  readonly excess?: number | undefined
  readonly sellThrough?: number | undefined
  /** Of what is available; `total`: with the units of open shipments. */
  readonly daysOfSupply?: number | undefined
  readonly totalDaysOfSupply?: number | undefined
  readonly recommendedUnits?: number | undefined
  /** 2026-11-22, as Amazon writes it. */
  readonly recommendedDay?: string | undefined
}

type Column = keyof PlanningRow

const NAMES: Readonly<Record<Column, readonly string[]>> = {
  sku: ['sku', 'seller-sku', 'merchant-sku'],
  available: ['available'],
  units7: ['units-shipped-t7', 'units-shipped-last-7-days'],
  units30: ['units-shipped-t30', 'units-shipped-last-30-days'],
  units60: ['units-shipped-t60', 'units-shipped-last-60-days'],
  units90: ['units-shipped-t90', 'units-shipped-last-90-days'],
  age0to90: ['inv-age-0-to-90-days'],
  age91to180: ['inv-age-91-to-180-days'],
  age181to270: ['inv-age-181-to-270-days'],
  age271to365: ['inv-age-271-to-365-days'],
  ageOver365: ['inv-age-365-plus-days'],
  excess: ['estimated-excess-quantity', 'estimated-excess'],
  sellThrough: ['sell-through'],
  daysOfSupply: ['days-of-supply'],
  totalDaysOfSupply: ['Total Days of Supply (including units from open shipments)', 'total-days-of-supply'],
  recommendedUnits: ['Recommended ship-in quantity', 'recommended-replenishment-qty'],
  recommendedDay: ['Recommended ship-in date', 'recommended-ship-date'],
}

/** Without these a report says nothing that a plan could rest on. */
const REQUIRED: readonly Column[] = ['sku', 'units30']
/** A few broken rows are told and skipped; more than one in a hundred, and the report is not what we think it is. */
const BROKEN_SHARE_MAX = 0.01
const ROWS_MAX = 100_000

export interface PlanningReport {
  readonly rows: readonly PlanningRow[]
  /** Columns that this document does not have, by our names. */
  readonly missing: readonly string[]
  /** Rows without a SKU or with fewer fields than the head. */
  readonly broken: number
  /** The day of Amazon's snapshot, as the report says it. */
  readonly day?: string | undefined
}

/** What is wrong with a document that is not such a report. */
export type NoReport = 'columns' | 'rows' | 'too-many'

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Takes the lines of a planning report one by one; `end` says what they came to. */
export function planningReader(): {
  line: (text: string) => void
  end: () => PlanningReport | NoReport
} {
  let head: readonly string[] | undefined
  let at: Readonly<Record<Column, number>> | undefined
  let dayAt = -1
  let day: string | undefined
  let broken = 0
  const rows: PlanningRow[] = []
  return {
    line(text) {
      if (text.trim() === '' || rows.length > ROWS_MAX) return
      const fields = text.split('\t')
      if (head === undefined) {
        head = fields.map(plain)
        at = columnsIn(head)
        dayAt = head.indexOf('snapshotdate')
        return
      }
      const row = at === undefined || fields.length < head.length ? undefined : rowOf(fields, at)
      if (row === undefined) broken += 1
      else rows.push(row)
      day ??= dayOf(fields[dayAt])
    },
    end() {
      if (at === undefined || REQUIRED.some((column) => at?.[column] === -1)) return 'columns'
      if (rows.length > ROWS_MAX) return 'too-many'
      if (broken > Math.max(1, (rows.length + broken) * BROKEN_SHARE_MAX)) return 'rows'
      const columns = at
      const missing = Object.keys(NAMES).filter((name) => columns[name as Column] === -1)
      return { rows, missing, broken, day }
    },
  }
}

function columnsIn(head: readonly string[]): Readonly<Record<Column, number>> {
  const entries = Object.entries(NAMES).map(([column, names]) => [
    column,
    // Names are in order of preference: the first that the head has.
    names.map((name) => head.indexOf(plain(name))).find((index) => index !== -1) ?? -1,
  ])
  return Object.fromEntries(entries) as Record<Column, number>
}

function rowOf(fields: readonly string[], at: Readonly<Record<Column, number>>): PlanningRow | undefined {
  const field = (column: Column): string => fields[at[column]]?.trim() ?? ''
  const number = (column: Column): number | undefined => numberIn(field(column))
  const sku = field('sku')
  if (sku === '' || sku.length > 200) return undefined
  return {
    sku: ownCopy(sku),
    available: number('available'),
    units7: number('units7'),
    units30: number('units30'),
    units60: number('units60'),
    units90: number('units90'),
    age0to90: number('age0to90'),
    age91to180: number('age91to180'),
    age181to270: number('age181to270'),
    age271to365: number('age271to365'),
    ageOver365: number('ageOver365'),
    excess: number('excess'),
    sellThrough: number('sellThrough'),
    daysOfSupply: number('daysOfSupply'),
    totalDaysOfSupply: number('totalDaysOfSupply'),
    recommendedUnits: number('recommendedUnits'),
    recommendedDay: dayOf(field('recommendedDay')),
  }
}

/** A part of a text keeps the whole in memory: of ten thousand lines, five megabytes. Written and read it is a text of its own. */
const ownCopy = (part: string): string => String(JSON.parse(JSON.stringify(part)))

/** Empty, "-" and "N/A" say nothing; thousands carry separators at times. Negative or huge is nothing either. */
function numberIn(text: string): number | undefined {
  const digits = text.replaceAll(',', '')
  if (!/^\d{1,12}(\.\d{1,10})?$/.test(digits)) return undefined
  return Number(digits)
}

const dayOf = (text: string | undefined): string | undefined =>
  /^\d{4}-\d{2}-\d{2}/.exec(text?.trim() ?? '')?.[0]
