import { codeFromCsv } from '../../core/csv.ts'
import { pastedSecretIn } from '../../core/pasted-secret.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { PlanningChoices } from '../inventory/plan/settings.ts'
import {
  choicesFrom,
  LEAD_TIME_FIELDS,
  PLANNING_FIELDS,
  type PlanningField,
} from '../inventory/planning-fields.ts'
import { SKUS_MAX, type SkuChoices } from '../inventory/planning-settings.ts'
import { tableOf } from './pasted-table.ts'

const PASTED_CHARACTERS_MAX = 2_000_000
/** Amazon's own limit is 40; more is a table that is not what we take it for. */
const SKU_MAX_CHARACTERS = 200
/** More errors than that are one mistake made many times. */
const ERRORS_MAX = 20

const COLUMNS = ['sku', ...PLANNING_FIELDS] as const
type ColumnName = (typeof COLUMNS)[number]

export type PasteFault =
  | 'empty'
  | 'too-long'
  | 'too-many-lines'
  | 'quote-open'
  | 'no-sku-column'
  | 'no-setting-column'
  | 'unknown-column'
  | 'column-twice'
  | 'cells'
  | 'sku-missing'
  | 'sku-too-long'
  | 'sku-twice'
  | 'value'

/** One thing that is wrong, where it stands: line 1 is the head. `column` as our names have it, or as it was written. */
export interface PasteError {
  readonly line: number
  readonly column: string | undefined
  readonly fault: PasteFault
}

export interface NotPasted {
  readonly errors: readonly PasteError[]
  /** How many there are: only the first twenty are told. */
  readonly count: number
  /** What was pasted holds something shaped like a key outside its SKUs: it is shown to nobody again. */
  readonly secret: boolean
}

/** What one line sets. Columns that are not in the table leave what was set; an empty cell is as for the store. */
export interface PastedSku {
  readonly sku: string
  readonly choices: PlanningChoices
}

export interface Pasted {
  readonly skus: readonly PastedSku[]
  readonly fields: readonly PlanningField[]
}

/**
 * Reads a pasted table of settings by SKU: a head of column names, separated by tabs, semicolons or commas, in any
 * order. All or nothing. SKUs keep their zeros and lose the apostrophe that our own files put before them. Pure.
 */
export function readPasted(text: string): Result<Pasted, NotPasted> {
  const wrong = (fault: PasteFault, column?: string, line = 1) => refused(text, [{ line, column, fault }])
  if (text.length > PASTED_CHARACTERS_MAX) return wrong('too-long')
  const table = tableOf(text)
  if (!table.ok) return wrong('quote-open', undefined, table.fault.line)
  const [head, ...lines] = table.value
  if (head === undefined) return wrong('empty')
  if (lines.length > SKUS_MAX) return wrong('too-many-lines')
  const columns = head.cells.map((cell) => cell.toLowerCase().replaceAll(/[\s-]+/g, '_'))
  const headErrors = faultsOfHead(columns)
  if (headErrors.length > 0) return refused(text, headErrors)
  if (lines.length === 0) return wrong('empty')
  const skuAt = columns.indexOf('sku')
  const errors: PasteError[] = []
  const seen = new Set<string>()
  const skus: PastedSku[] = []
  for (const { line, cells } of lines) {
    const read = lineOf(cells, columns, seen)
    if (read.ok) skus.push(read.value)
    else errors.push(...read.fault.map((one) => ({ line, ...one })))
  }
  const fields = PLANNING_FIELDS.filter((field) => columns.includes(field))
  if (errors.length === 0) return ok({ skus, fields })
  // SKUs may look like anything, keys too.
  const others = table.value.map(({ cells }) => cells.filter((_, at) => at !== skuAt).join('\t'))
  return refused(others.join('\n'), errors)
}

function refused(shown: string, errors: readonly PasteError[]): Result<never, NotPasted> {
  const secret = pastedSecretIn(shown) !== undefined
  return fail({ errors: errors.slice(0, ERRORS_MAX), count: errors.length, secret })
}

function faultsOfHead(columns: readonly string[]): readonly PasteError[] {
  const errors: PasteError[] = []
  const add = (fault: PasteFault, column?: string) => errors.push({ line: 1, column, fault })
  if (!columns.includes('sku')) add('no-sku-column')
  else if (columns.length === 1) add('no-setting-column')
  for (const [at, column] of columns.entries()) {
    if (!COLUMNS.includes(column as ColumnName)) add('unknown-column', column.slice(0, 40))
    else if (columns.indexOf(column) < at) add('column-twice', column)
  }
  return errors
}

type LineFault = Omit<PasteError, 'line'>

function lineOf(
  cells: readonly string[],
  columns: readonly string[],
  seen: Set<string>,
): Result<PastedSku, readonly LineFault[]> {
  // A spreadsheet writes no separators for empty cells at a line's end.
  if (cells.length > columns.length) return fail([{ column: undefined, fault: 'cells' }])
  const typed = new Map(columns.map((column, at) => [column, cells[at] ?? '']))
  const sku = codeFromCsv(typed.get('sku') ?? '')
  const faults: LineFault[] = []
  if (sku === '') faults.push({ column: 'sku', fault: 'sku-missing' })
  else if (sku.length > SKU_MAX_CHARACTERS) faults.push({ column: 'sku', fault: 'sku-too-long' })
  else if (seen.has(sku)) faults.push({ column: 'sku', fault: 'sku-twice' })
  seen.add(sku)
  typed.delete('sku')
  const choices = choicesFrom(
    Object.fromEntries([...typed].map(([column, cell]) => [column, codeFromCsv(cell)])),
  )
  if (!choices.ok) {
    for (const column of choices.fault) faults.push({ column, fault: 'value' })
    return fail(faults)
  }
  return faults.length > 0 ? fail(faults) : ok({ sku, choices: choices.value })
}

/** What each choice is called in a table; a column of the lead time stands for all of it. */
const FIELD_OF: Readonly<Record<keyof PlanningChoices, PlanningField>> = {
  leadDays: 'lead_days',
  mode: 'lead_days',
  stages: 'lead_days',
  leadDeviationShare: 'deviation_percent',
  serviceLevel: 'service_level_percent',
  targetCoverDays: 'target_cover_days',
  cartonUnits: 'carton_units',
  windowDays: 'window_days',
}

/** One SKU's settings after its line: columns of the table are replaced, the others and the landings stay. Pure. */
export function withLine(
  now: SkuChoices | undefined,
  choices: PlanningChoices,
  fields: readonly PlanningField[],
): SkuChoices {
  const hasLeadTime = fields.some((field) => LEAD_TIME_FIELDS.includes(field))
  const stays = (choice: string): boolean => {
    const field = FIELD_OF[choice as keyof PlanningChoices]
    return field === 'lead_days' ? !hasLeadTime : !fields.includes(field)
  }
  const kept = Object.entries(now?.choices ?? {}).filter(([choice]) => stays(choice))
  return { choices: { ...Object.fromEntries(kept), ...choices }, landings: now?.landings ?? [] }
}
