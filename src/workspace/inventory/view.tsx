import type { Language } from '../../core/language.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { Time } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { Failed, progressFragment } from './progress-view.tsx'
import type { InventoryRead } from './read.ts'
import type { InventoryQuery } from './rows.ts'
import { type Shown, zoneOf } from './shown.tsx'
import { Stock } from './stock-view.tsx'

/** Where no script looks at a reading under way, the page loads itself again. */
const RELOAD_SECONDS = 4
const DAY_HOURS = 48

/** The page: what is stored, its age and source, and the reading under way. One h1, one table. */
export function inventoryPage(
  c: WebContext,
  store: StoreRecord,
  marketplace: StoreMarketplace,
  query: InventoryQuery,
  read: InventoryRead,
): Response {
  const words = { en, zh }[c.var.language]
  const running = read.progress?.state === 'running'
  const shown: Shown = { c, store, marketplace, query }
  return page(
    c,
    {
      title: `${words.title} · ${store.name}`,
      tab: { store, current: 'inventory' },
      current: 'stores',
      script: 'app',
      ...(running ? { reloadSeconds: RELOAD_SECONDS } : {}),
    },
    <>
      <div class="head">
        <h1>{words.title}</h1>
        <Marketplaces {...shown} />
        <Freshness {...shown} asOfMs={read.page?.asOfMs} />
      </div>
      {running && read.progress ? progressFragment(c, store, marketplace, read.progress) : null}
      {read.progress?.state === 'failed' ? <Failed {...shown} read={read} /> : null}
      {read.page ? <Stock {...shown} page={read.page} running={running} /> : null}
    </>,
  )
}

const Marketplaces = ({ c, store, marketplace }: Shown) => {
  const words = { en, zh }[c.var.language]
  return (
    <nav class="switch" aria-label={words.marketplaces}>
      <ul>
        {store.marketplaces.map((one) => (
          <li>
            <a href={`?marketplace=${one.id}`} aria-current={one.id === marketplace.id ? 'true' : undefined}>
              {one.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const Freshness = ({ c, marketplace, asOfMs }: Shown & { asOfMs: number | undefined }) => {
  const { language, clock } = c.var
  const words = { en, zh }[language]
  return (
    <p class="fresh">
      {asOfMs === undefined ? null : (
        <>
          {words.asOf} <Time ms={asOfMs} zone={zoneOf(marketplace)} language={language} />
          {words.stop} <b>{words.source(marketplace.name, age(clock() - asOfMs, language))}</b>{' '}
        </>
      )}
      {words.fbm}
    </p>
  )
}

function age(ms: number, language: Language): string {
  const { ages } = { en, zh }[language]
  const minutes = Math.floor(ms / MINUTE_MS)
  const hours = Math.floor(ms / HOUR_MS)
  if (minutes < 1) return ages.now
  if (hours < 1) return ages.minutes(minutes)
  return hours < DAY_HOURS ? ages.hours(hours) : ages.days(Math.floor(hours / 24))
}
