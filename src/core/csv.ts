/** A number or text as it is; `code` for a SKU or an id, which a spreadsheet would otherwise read as a number or date. */
export type CsvCell = string | number | undefined | { readonly code: string }

/** Spreadsheets run a cell that begins so, the full-width signs among them, also after blanks and control characters. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠|%\t\r]/u
/** What a spreadsheet would turn into a number, a date or a time, and shorten on the way. */
const NUMBER_LIKE = /^[\d\s.,:/\\%()+-]+$|^\d+(\.\d+)?[eE][+-]?\d+$/

/**
 * One line of CSV by RFC 4180, with its line end. A text that a spreadsheet would run, and a code that it would read as
 * a number, carries a leading apostrophe: it stays text, zeros and all. So does a code that begins with one of its own:
 * `codeFromCsv` takes exactly one away. Numbers are written with a point, ungrouped.
 */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(field).join(',')}\r\n`

/** What a spreadsheet needs to read UTF-8 as such. */
export const BYTE_ORDER_MARK = '\uFEFF'

function field(cell: CsvCell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const text = typeof cell === 'string' ? cell : cell.code
  const isGuarded =
    FORMULA.test(text) || (typeof cell === 'object' && (NUMBER_LIKE.test(text) || text.startsWith("'")))
  const safe = isGuarded ? `'${text}` : text
  return /[",\r\n\u2028\u2029]/.test(safe) || safe.trim() !== safe ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A code as it stood before it went out: a leading apostrophe of ours falls away. For what is pasted back. */
export const codeFromCsv = (text: string): string => text.trim().replace(/^'/, '')
