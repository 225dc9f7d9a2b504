import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { readFaults } from '../faults.ts'
import { readIssued } from '../issued.ts'
import { readJournal } from '../journal.ts'
import { readMails } from '../mailbox.ts'
import { findSeller } from '../sellers/sellers.ts'
import type { World } from '../world.ts'
import { COMMANDS } from './commands.ts'
import { parseJson } from './json.ts'
import { describeState } from './state.ts'

const BODY_LENGTH_MAX = 65_536

const journalQuery = z.object({
  seller: z.string().optional(),
  operation: z.string().optional(),
  since: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(20_000).default(20_000),
})

/** The control API: JSON in, JSON out. A refusal is 400 with words; an unknown command 404. */
export function controlApi(world: World): Hono {
  return new Hono()
    .get('/control/state', (c) => c.json(describeState(world)))
    .get('/control/faults', (c) => c.json({ faults: readFaults(world.sql) }))
    .get('/control/journal', (c) => {
      const query = journalQuery.safeParse(c.req.query())
      if (!query.success) return refuse(c, z.prettifyError(query.error))
      const { seller, ...rest } = query.data
      return c.json(readJournal(world, { ...rest, seller: seller && (findSeller(seller)?.id ?? seller) }))
    })
    .get('/control/mailbox', (c) => {
      return c.json({
        mails: readMails(c.req.query('to')).map(({ receivedMs, ...mail }) => ({
          ...mail,
          received_ms: receivedMs,
        })),
      })
    })
    .get('/control/issued', (c) => c.json({ issued: readIssued() }))
    .delete('/control/:list{journal|mailbox|faults}', (c) =>
      obey(c, world, `${c.req.param('list')}/clear`, {}),
    )
    .post('/control/:command{.+}', async (c) => {
      const text = await c.req.text()
      if (text.length > BODY_LENGTH_MAX) return refuse(c, 'the body is too long')
      const body = parseJson(text === '' ? '{}' : text)
      return body === undefined
        ? refuse(c, 'the body is not JSON')
        : obey(c, world, c.req.param('command'), body)
    })
}

function obey(c: Context, world: World, name: string, input: unknown): Response {
  const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (run === undefined) return c.json({ error: 'unknown_command', commands: Object.keys(COMMANDS) }, 404)
  const result = run(world, input, new URL(c.req.url).origin)
  return 'done' in result ? c.json(result.done) : refuse(c, result.refused)
}

const refuse = (c: Context, message: string): Response => c.json({ error: 'invalid_request', message }, 400)
