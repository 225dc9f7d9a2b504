import { homeZoneOf } from '../../amazon/regions.ts'
import { DAY_MS } from '../../core/time.ts'
import type { StoreRecord } from '../../store/directory.ts'
import { FIGURES_KEPT_AFTER_STOP_DAYS } from '../../store/fence.ts'
import type { StopReason } from '../../store/standing.ts'
import type { WebContext } from '../../web/context.ts'
import { formatTime } from '../../web/format.ts'
import { Fact, Facts, Notice, Time } from '../../web/kit.tsx'
import { page, type StorePage } from '../../web/page.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

const GO_ON: Readonly<Partial<Record<StopReason, 'goOnSuspected' | 'goOnSuperseded'>>> = {
  suspected: 'goOnSuspected',
  superseded: 'goOnSuperseded',
}

/** A store that does not read: what happened, what stays until when, and the one way on. */
export const Stopped = (props: { c: WebContext; store: StoreRecord; zone: string }) => {
  const { c, store, zone } = props
  const { language } = c.var
  const words = { en, zh }[language]
  // A row without a reason is a first connection that was cut off before the object took it up.
  const reason = store.stopReason ?? 'unfinished'
  const { title, text } = words.stopped[reason]
  const inDoubt = reason === 'suspected'
  return (
    <Notice tone={inDoubt ? 'warn' : 'bad'} glyph="key" title={title}>
      <p>{text}</p>
      <Facts>
        {store.stoppedAtMs === null ? null : (
          <>
            <Fact term={words.when}>
              <Time ms={store.stoppedAtMs} zone={zone} language={language} />
            </Fact>
            <Fact term={words.figures}>
              {reason === 'unopened' ? words.figuresUnopened : figuresKept(c, store.stoppedAtMs, zone)}
            </Fact>
            <Fact term={words.record}>{words.recordStays}</Fact>
          </>
        )}
        <Fact term={words.goOn}>{words[GO_ON[reason] ?? 'goOnText']}</Fact>
      </Facts>
      {inDoubt ? null : (
        <div class="actions">
          <a class="button primary" href="/connect">
            {words.askAgain}
          </a>
        </div>
      )}
    </Notice>
  )
}

/**
 * A page of a stopped store that can show nothing of its own, 409: it says of the store what the store's own page says,
 * so that no two pages call one state by two names.
 */
export const stoppedPage = (
  c: WebContext,
  store: StoreRecord,
  at: { readonly title: string; readonly current: StorePage },
): Response =>
  page(
    c,
    { title: `${at.title} · ${store.name}`, tab: { store, current: at.current }, current: 'stores' },
    <>
      <h1>{at.title}</h1>
      <Stopped c={c} store={store} zone={homeZoneOf(store.country)} />
    </>,
    409,
  )

function figuresKept(c: WebContext, stoppedAtMs: number, zone: string): string {
  const { language, clock } = c.var
  const words = { en, zh }[language]
  const untilMs = stoppedAtMs + FIGURES_KEPT_AFTER_STOP_DAYS * DAY_MS
  const date = formatTime({ ms: untilMs, zone, language, style: 'day' })
  return clock() < untilMs ? words.figuresUntil(date) : words.figuresOver(date)
}
