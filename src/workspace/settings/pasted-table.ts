import { fail, ok, type Result } from '../../core/result.ts'

export interface TableLine {
  /** The line of the text on which it begins; the first is 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Cells of a pasted table by RFC 4180: quoted cells may hold separators, line ends and doubled quotes. The separator is
 * the head's: tabs, else semicolons, else commas. Cells lose blanks at their ends; empty lines are left out. Fault: the
 * line on which a quote opens that nothing closes. Pure.
 */
export function tableOf(text: string): Result<readonly TableLine[], { readonly line: number }> {
  const plain = text.replace(/^\uFEFF/, '')
  const separator = separatorIn(plain.trimStart().split(/[\r\n]/, 1)[0] ?? '')
  const lines: TableLine[] = []
  let cells: string[] = []
  let line = 1
  let begins = 1
  let at = 0
  while (at < plain.length) {
    const cell = plain[at] === '"' ? quotedAt(plain, at) : { text: '', end: at }
    if (cell === undefined) return fail({ line })
    const end = endOfCell(plain, cell.end, separator)
    cells.push((cell.text + plain.slice(cell.end, end)).trim())
    line += newlinesIn(cell.text)
    at = end + 1
    if (plain[end] === separator && at < plain.length) continue
    if (plain[end] === separator) cells.push('')
    if (plain[end] === '\r' && plain[at] === '\n') at += 1
    if (cells.some((one) => one !== '')) lines.push({ line: begins, cells })
    cells = []
    line += 1
    begins = line
  }
  return ok(lines)
}

function separatorIn(head: string): string {
  if (head.includes('\t')) return '\t'
  return head.includes(';') ? ';' : ','
}

/** The text of a quoted cell and where it ends; undefined without its closing quote. */
function quotedAt(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  let at = from + 1
  let inside = ''
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return undefined
    inside += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { text: inside, end: quote + 1 }
    inside += '"'
    at = quote + 2
  }
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from
  while (at < text.length) {
    const sign = text[at]
    if (sign === separator || sign === '\n' || sign === '\r') return at
    at += 1
  }
  return at
}

const newlinesIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0
