import { DurableObject } from 'cloudflare:workers'
import { Hono } from 'hono'

/** The least that a page of stored figures can be: no record, no figures to open, no words, no headers. */
interface Bare {
  readonly DB: D1Database
  readonly ROWS: DurableObjectNamespace<Rows>
}

const ROWS_SHOWN = 50
/** What markup a cell has beside its text. */
const CELL_MARKUP = '<td class="n"></td>'.length

/** An object that has its rows in memory. */
export class Rows extends DurableObject {
  #kept: { readonly key: string; readonly rows: readonly (readonly string[])[] } | undefined

  rows(cells: number, characters: number): readonly (readonly string[])[] {
    const key = `${cells}/${characters}`
    if (this.#kept?.key !== key) {
      const row = Array.from({ length: cells }, (_, at) => String(at).padEnd(characters, ' units'))
      this.#kept = { key, rows: Array.from({ length: ROWS_SHOWN }, () => row) }
    }
    return this.#kept.rows
  }
}

/** `/<elements>/<bytes>`: one D1 read, one object hop, and a page of about so many elements and bytes. */
export default new Hono<{ Bindings: Bare }>().get('/:elements/:bytes', async (c) => {
  const session = await c.env.DB.prepare('SELECT person_id FROM session WHERE hash = ?').bind('').first()
  const cells = Math.max(1, Math.round(Number(c.req.param('elements')) / ROWS_SHOWN) - 1)
  const characters = Math.max(1, Math.round(Number(c.req.param('bytes')) / ROWS_SHOWN / cells) - CELL_MARKUP)
  const rows = await c.env.ROWS.get(c.env.ROWS.idFromName('rows')).rows(cells, characters)
  return c.html(
    <html lang="en">
      <head>
        <title>{session === null ? 'Rows' : 'Somebody’s rows'}</title>
      </head>
      <body>
        <table>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td class="n">{cell}</td>
              ))}
            </tr>
          ))}
        </table>
      </body>
    </html>,
  )
})
