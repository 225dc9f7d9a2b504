import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'

/** Everything is denied but our own stylesheet and forms; a page that leads elsewhere names where. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"

const NAVIGATION = [
  { path: '/', name: 'Simulator' },
  { path: '/sellers', name: 'Sellers' },
  { path: '/appstore', name: 'Appstore' },
  { path: '/apps/manage', name: 'Your apps' },
  { path: '/mailbox', name: 'Mailbox' },
  { path: '/journal', name: 'Journal' },
  { path: '/controls', name: 'Controls' },
] as const

export interface PageOptions {
  readonly title: string
  readonly narrow?: boolean
  /** Origins that a form of this page may be redirected to, besides its own. */
  readonly formsMayReach?: readonly string[]
}

/** A whole page with the banner that says what this is not. */
export function page(
  c: Context,
  options: PageOptions,
  body: Child,
  status: 200 | 400 | 403 | 404 | 500 = 200,
): Response | Promise<Response> {
  const origins = [...new Set(options.formsMayReach ?? [])]
  c.header('content-security-policy', `${POLICY}; form-action ${["'self'", ...origins].join(' ')}`)
  return c.html(html`<!doctype html>${<Frame options={options} path={c.req.path} body={body} />}`, status)
}

function Frame({ options, path, body }: { options: PageOptions; path: string; body: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{options.title} · Simulator</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header>
          <p class="banner">Simulator. Nothing here is Amazon</p>
          <nav class="bar" aria-label="Simulator">
            <div>
              {NAVIGATION.map((one) => (
                <a href={one.path} aria-current={one.path === path ? 'page' : undefined}>
                  {one.name}
                </a>
              ))}
            </div>
          </nav>
        </header>
        <main id="main" class={options.narrow ? 'narrow' : undefined}>
          {body}
        </main>
        <footer class="foot">
          <p>For development and tests, on this machine only. Every seller and figure is invented.</p>
        </footer>
      </body>
    </html>
  )
}

/** A point in time of the simulator's clock, to the second, in UTC. */
export function Time({ ms }: { ms: number }) {
  const iso = new Date(ms).toISOString()
  return <time dateTime={iso}>{`${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`}</time>
}

/** A whole number with thousands set apart. */
export const count = (value: number): string => value.toLocaleString('en-GB')
