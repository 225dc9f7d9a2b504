import { Hono } from 'hono'
import * as z from 'zod'
import { receiveMail } from '../mailbox.ts'
import { now, type World } from '../world.ts'
import { parseJson } from './json.ts'

const BODY_LENGTH_MAX = 262_144

/** A mail as the app hands it over. An HTML part is taken but not kept: the page shows the text. */
const mail = z.object({
  to: z.email().max(320),
  subject: z.string().min(1).max(500),
  text: z.string().min(1).max(100_000),
  html: z.string().max(200_000).optional(),
  language: z.enum(['en', 'zh', 'zh-Hans']).default('en'),
})

/** Where the app posts its mails in development. 202 with an id, or 400 with words. */
export function mailIntake(world: World): Hono {
  return new Hono().post('/mailbox', async (c) => {
    const body = await c.req.text()
    const parsed = body.length > BODY_LENGTH_MAX ? undefined : mail.safeParse(parseJson(body))
    if (!parsed?.success) {
      return c.json(
        { error: 'invalid_request', message: parsed ? z.prettifyError(parsed.error) : 'too long' },
        400,
      )
    }
    const { to, subject, text, language } = parsed.data
    const id = receiveMail({
      to,
      subject,
      text,
      language: language === 'en' ? 'en' : 'zh-Hans',
      receivedMs: now(world),
    })
    return c.json({ id }, 202)
  })
}
