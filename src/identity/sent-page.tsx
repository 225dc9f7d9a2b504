import type { Context } from 'hono'
import type { App } from '../context.ts'
import { page } from '../web/page.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** What everybody sees who has asked for a mail, whatever the address: it names neither address nor account. */
export function sentPage(c: Context<App>, askAgainAt: '/sign-up' | '/recovery'): Response {
  const words = { en, zh }[c.var.language].sent
  return page(
    c,
    { title: words.title, narrow: true },
    <>
      <div class="stack tight">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
      </div>
      <div class="stack">
        <p class="read">{words.rules}</p>
        <p class="read muted">{words.nothing}</p>
        <div class="actions">
          <a class="button" href={askAgainAt}>
            {words.again}
          </a>
        </div>
      </div>
    </>,
  )
}
