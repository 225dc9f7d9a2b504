import type { Child } from 'hono/jsx'
import type { StoreId } from '../core/id.ts'
import { htmlLang, type Language } from '../core/language.ts'
import { pastedSecretIn } from '../core/pasted-secret.ts'
import { APP_CSS, CHART_CSS, HTMX, ICON, PASSKEY } from './assets.ts'
import type { WebContext } from './context.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { FormToken } from './form.tsx'
import { hasSecretInUrl } from './headers.ts'
import { ownPath } from './own-path.ts'

/** The pages of a store that its bar names. */
const STORE_PAGES = ['overview', 'inventory', 'orders', 'advertising', 'settings'] as const
export type StorePage = (typeof STORE_PAGES)[number]

export interface PageOptions {
  readonly title: string
  /** Says "Error:" in the title: a form that was not taken, a problem page. */
  readonly error?: boolean
  /** The store whose pages are in the bar, and which of them this is. */
  readonly tab?: {
    readonly store: { readonly id: StoreId; readonly name: string }
    readonly current: StorePage
  }
  readonly current?: 'stores' | 'account' | 'connect'
  /** Shorter lines, for pages of consequence. */
  readonly narrow?: boolean
  /** Public pages: the path of the same page in the other language, and this one's own. */
  readonly alternate?: string
  readonly canonical?: string
  readonly indexed?: boolean
  readonly description?: string
  readonly script?: 'app' | 'passkey'
  /** The page has charts, which have a stylesheet of their own. */
  readonly charts?: boolean
  /** The page loads itself again, where no script does it. Seconds. */
  readonly reloadSeconds?: number
  /** The page goes to this absolute address after five seconds. */
  readonly leaveTo?: string
  /** The address carried a secret: no Referer. Such a page can post no form, so it has no sign-out button either. */
  readonly noReferrer?: boolean
}

/**
 * A whole page: bar, main, footer, around `body`, which opens with the page's one h1. Public pages (`alternate`) may be
 * revalidated by an anonymous reader; everything else is `no-store` by the headers' middleware.
 */
export function page(c: WebContext, options: PageOptions, body: Child, status = 200): Response {
  const noReferrer = options.noReferrer === true || hasSecretInUrl(c.req.path)
  const markup = (
    <html lang={htmlLang(c.var.language)}>
      <Head c={c} options={options} />
      <body>
        <a class="skip" href="#main">
          {{ en, zh }[c.var.language].skip}
        </a>
        <Bar c={c} options={options} noReferrer={noReferrer} />
        <main id="main" class={options.narrow ? 'narrow' : undefined}>
          {body}
        </main>
        <Foot c={c} />
      </body>
    </html>
  ).toString()
  if (typeof markup !== 'string')
    throw new TypeError('a page is rendered from what is at hand, not from promises')
  const headers = new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': htmlLang(c.var.language),
  })
  if (noReferrer) headers.set('Referrer-Policy', 'no-referrer')
  if (options.alternate !== undefined && c.var.viewer === undefined)
    headers.set('Cache-Control', 'private, no-cache')
  for (const [name, value] of headers) c.header(name, value)
  return c.body(`<!doctype html>${markup}`, status as 200)
}

const Head = ({ c, options }: { c: WebContext; options: PageOptions }) => {
  const words = { en, zh }[c.var.language]
  const { alternate, canonical, reloadSeconds, leaveTo } = options
  const refresh = <meta http-equiv="refresh" content={String(reloadSeconds)} />
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{options.error ? words.errorTitled(options.title) : words.titled(options.title)}</title>
      {options.description ? <meta name="description" content={options.description} /> : null}
      {options.indexed ? null : <meta name="robots" content="noindex" />}
      <meta name="color-scheme" content="light dark" />
      <link rel="stylesheet" href={APP_CSS} />
      {options.charts ? <link rel="stylesheet" href={CHART_CSS} /> : null}
      <link rel="icon" href={ICON} type="image/svg+xml" />
      {canonical ? <link rel="canonical" href={c.var.origin + canonical} /> : null}
      {canonical && alternate ? <Alternates c={c} here={canonical} there={alternate} /> : null}
      {reloadSeconds === undefined ? null : options.script === 'app' ? (
        <noscript>{refresh}</noscript>
      ) : (
        refresh
      )}
      {leaveTo === undefined ? null : <meta http-equiv="refresh" content={`5;url=${leaveTo}`} />}
      {options.script === 'app' ? <script src={HTMX} defer /> : null}
      {options.script === 'passkey' ? <script src={PASSKEY} type="module" /> : null}
    </head>
  )
}

const Alternates = ({ c, here, there }: { c: WebContext; here: string; there: string }) => {
  const other: Language = c.var.language === 'en' ? 'zh' : 'en'
  return (
    <>
      <link rel="alternate" hreflang={htmlLang(c.var.language)} href={c.var.origin + here} />
      <link rel="alternate" hreflang={htmlLang(other)} href={c.var.origin + there} />
      <link rel="alternate" hreflang="x-default" href={`${c.var.origin}/`} />
    </>
  )
}

const Bar = ({ c, options, noReferrer }: { c: WebContext; options: PageOptions; noReferrer: boolean }) => {
  const words = { en, zh }[c.var.language]
  const { tab, current } = options
  return (
    <header class="bar">
      <div>
        <a class="brand" href={`/${c.var.language}/`}>
          {words.brand}
        </a>
        {tab ? (
          <nav class="tabs" aria-label={words.bar.storePages}>
            <span>{tab.store.name}</span>
            <ul>
              {STORE_PAGES.map((name) => (
                <NavLink
                  href={name === 'overview' ? `/stores/${tab.store.id}` : `/stores/${tab.store.id}/${name}`}
                  word={words.bar[name]}
                  here={tab.current === name}
                />
              ))}
            </ul>
          </nav>
        ) : null}
        <nav class="you" aria-label={words.bar.you}>
          <ul>
            {c.var.viewer ? (
              <>
                <NavLink
                  href="/stores"
                  word={words.bar.stores}
                  here={current === 'stores' && tab === undefined}
                />
                <NavLink href="/account" word={words.bar.account} here={current === 'account'} />
                {noReferrer ? null : <SignOut c={c} />}
              </>
            ) : (
              <NavLink href="/sign-in" word={words.bar.signIn} here={c.req.path === '/sign-in'} />
            )}
            <li>
              <a
                lang={words.other.lang}
                hreflang={words.other.lang}
                href={options.alternate ?? switchTo(c, noReferrer)}
              >
                {words.other.word}
              </a>
            </li>
          </ul>
        </nav>
      </div>
    </header>
  )
}

const NavLink = ({ href, word, here }: { href: string; word: string; here: boolean }) => (
  <li>
    <a href={href} aria-current={here ? 'page' : undefined}>
      {word}
    </a>
  </li>
)

const SignOut = ({ c }: { c: WebContext }) => (
  <li>
    <form method="post" action="/sign-out">
      <FormToken viewer={c.var.viewer} />
      <button type="submit">{{ en, zh }[c.var.language].bar.signOut}</button>
    </form>
  </li>
)

/** The language link's address: back to this page, or for an answered form to the page it was posted from. */
function switchTo(c: WebContext, noReferrer: boolean): string {
  const other: Language = c.var.language === 'en' ? 'zh' : 'en'
  const to = encodeURIComponent(returnPath(c, noReferrer))
  return `/language/${other}?to=${to}`
}

/** A path of ours that shows this page again by GET; without its query where that may hold a secret. */
export function returnPath(c: WebContext, noReferrer: boolean): string {
  const here = new URL(c.req.url)
  const referer = URL.parse(c.req.header('referer') ?? '')
  const from =
    c.req.method === 'GET' || c.req.method === 'HEAD'
      ? here
      : referer?.origin === c.var.origin
        ? referer
        : undefined
  if (from === undefined || hasToken(from.pathname) || pastedSecretIn(from.pathname + from.search)) return '/'
  // What Amazon's side adds to these is never handed on, not even to this page itself.
  const bare = noReferrer || from.pathname.startsWith('/amazon/')
  return ownPath(bare ? from.pathname : from.pathname + from.search, c.var.origin) ?? '/'
}

const hasToken = (path: string): boolean => hasSecretInUrl(path) && !/^\/(?:amazon|connect)\//.test(path)

const Foot = ({ c }: { c: WebContext }) => {
  const words = { en, zh }[c.var.language].foot
  return (
    <footer class="foot">
      <div>
        <ul>
          <li>
            <a href={`/${c.var.language}/`}>{words.home}</a>
          </li>
          <li>
            <a href={`mailto:${c.var.supportEmail}`}>{words.support}</a>
          </li>
        </ul>
        <p>{words.independent}</p>
      </div>
    </footer>
  )
}
