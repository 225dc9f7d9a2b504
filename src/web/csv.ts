import { utf8 } from '../core/bytes.ts'
import { BYTE_ORDER_MARK, type CsvCell, csvLine } from '../core/csv.ts'
import type { WebContext } from './context.ts'

/** So many lines leave in one piece: a large file is sent as it is made. */
const LINES_A_PIECE = 500

/**
 * A CSV file to download, streamed: head line first, a byte order mark before it. Each line says where its data is from
 * and as of when, in its own columns, so that the file is still a plain table. `name` is ASCII without an extension.
 */
export function csvFile(c: WebContext, name: string, lines: Iterable<readonly CsvCell[]>): Response {
  const iterator = lines[Symbol.iterator]()
  let first = true
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      let piece = first ? BYTE_ORDER_MARK : ''
      first = false
      for (let line = 0; line < LINES_A_PIECE; line += 1) {
        const { done, value } = iterator.next()
        if (done) {
          controller.enqueue(utf8(piece))
          controller.close()
          return
        }
        piece += csvLine(value)
      }
      controller.enqueue(utf8(piece))
    },
  })
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', `attachment; filename="${name.replaceAll(/[^A-Za-z0-9._-]/g, '-')}.csv"`)
  return c.body(stream)
}
