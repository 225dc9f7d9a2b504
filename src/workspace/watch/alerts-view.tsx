import { homeZoneOf } from '../../amazon/regions.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import {
  ErrorSummary,
  Field,
  type FieldErrors,
  type FormFault,
  FormToken,
  fieldErrors,
  SelectField,
} from '../../web/form.tsx'
import { formatTime } from '../../web/format.ts'
import { Blank, Ruled, Status } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { zoneInWords } from '../store/activity-view.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { AlertSettings } from './read.ts'
import type { Target, Watch } from './watches.ts'

const LIMITS = ['coverDays', 'ordersLeft', 'budgetPercent', 'authorizationDays'] as const

interface Of {
  readonly c: WebContext
  readonly store: StoreRecord
  readonly settings: AlertSettings
}

/** The page: watches of this person, and what is urgent for all members; with what was typed wrongly, if it was. */
export function alertsPage(
  c: WebContext,
  store: StoreRecord,
  settings: AlertSettings,
  fault: FormFault | undefined,
): Response {
  const { language } = c.var
  const words = { en, zh }[language]
  const invalid = Object.fromEntries(LIMITS.map((name) => [name, { invalid: words.invalid[name] }]))
  const errors = fault && fieldErrors(fault, invalid, language)
  const of = { c, store, settings }
  return page(
    c,
    {
      title: `${words.title} · ${store.name}`,
      tab: { store, current: 'overview' },
      current: 'stores',
      ...(fault ? { error: true } : {}),
    },
    <>
      <h1>{words.title}</h1>
      {fault && errors ? <ErrorSummary language={language} fault={fault} errors={errors} /> : null}
      <p class="read">{words.lead}</p>
      <Watches {...of} />
      <Limits {...of} {...(errors && fault ? { errors, values: fault.values } : {})} />
      <p>
        <a href={`/stores/${store.id}`}>{words.back}</a>
      </p>
    </>,
    fault === undefined ? 200 : 422,
  )
}

const Watches = (of: Of) => {
  const { c, store } = of
  const words = { en, zh }[c.var.language]
  const zone = zoneInWords(homeZoneOf(store.country), c.var.language, c.var.clock())
  return (
    <Ruled id="watches" title={words.watches} aside={words.watchesAside(zone)}>
      <div class="stack">
        {store.marketplaces.map((marketplace) => (
          <>
            <OneWatch
              {...of}
              target={{ view: 'inventory', marketplaceId: marketplace.id }}
              marketplace={marketplace}
            />
            <OneWatch
              {...of}
              target={{ view: 'orders', marketplaceId: marketplace.id }}
              marketplace={marketplace}
            />
          </>
        ))}
        <OneWatch {...of} target={{ view: 'advertising', marketplaceId: null }} />
        <p class="small quiet read">{words.mails}</p>
        <p class="small quiet read">{words.record}</p>
      </div>
    </Ruled>
  )
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
/** Before the working day, where nobody has chosen yet. */
const HOUR_OFFERED = 7

const clockOf = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

const OneWatch = ({
  c,
  store,
  settings,
  target,
  marketplace,
}: Of & { target: Target; marketplace?: StoreMarketplace }) => {
  const words = { en, zh }[c.var.language]
  const watch = settings.watches.find(
    (one) => one.target.view === target.view && one.target.marketplaceId === target.marketplaceId,
  )
  const { hour, days } = watch?.schedule ?? { hour: HOUR_OFFERED, days: 'daily' as const }
  const key = `${target.view}-${target.marketplaceId ?? 'all'}`
  return (
    <form
      class="stack tight"
      method="post"
      action={`/stores/${store.id}/alerts/watch`}
      aria-labelledby={`watch-${key}`}
    >
      <FormToken viewer={c.var.viewer} />
      <input type="hidden" name="view" value={target.view} />
      {marketplace ? <input type="hidden" name="marketplace" value={marketplace.id} /> : null}
      <div>
        <h3 id={`watch-${key}`}>{words.views[target.view](marketplace?.name ?? '')}</h3>
        <State c={c} store={store} watch={watch} />
      </div>
      <div class="filters">
        <SelectField
          of={key}
          name="hour"
          label={words.hour}
          value={String(hour)}
          options={HOURS.map((one) => ({ value: String(one), label: clockOf(one) }))}
        />
        <SelectField
          of={key}
          name="days"
          label={words.days}
          value={days}
          options={[
            { value: 'daily', label: words.daily },
            { value: 'weekdays', label: words.weekdays },
          ]}
        />
        <button class="button" type="submit">
          {watch ? words.renew : words.set}
        </button>
        {watch ? (
          <button class="button" type="submit" name="end" value="1">
            {words.end}
          </button>
        ) : null}
      </div>
    </form>
  )
}

const State = ({ c, store, watch }: { c: WebContext; store: StoreRecord; watch: Watch | undefined }) => {
  const { language } = c.var
  const words = { en, zh }[language]
  if (watch === undefined) return <Status glyph="empty">{words.off}</Status>
  const zone = homeZoneOf(store.country)
  const { hour, days } = watch.schedule
  return (
    <>
      <Status glyph="full" tone="ok">
        {words.on(clockOf(hour), words.daysWords[days])}
      </Status>
      <p class="small quiet">
        {words.next(formatTime({ ms: watch.dueMs, zone, language, style: 'weekday' }))}
        <Blank language={language} />
        {words.until(formatTime({ ms: watch.untilMs, zone, language, style: 'day' }))}
      </p>
    </>
  )
}

const Limits = ({
  c,
  store,
  settings,
  errors,
  values,
}: Of & { errors?: FieldErrors; values?: Readonly<Record<string, string>> }) => {
  const words = { en, zh }[c.var.language]
  return (
    <Ruled id="limits" title={words.thresholds} aside={words.thresholdsAside}>
      <form class="stack read" method="post" action={`/stores/${store.id}/alerts/limits`}>
        <FormToken viewer={c.var.viewer} />
        {LIMITS.map((name) => (
          <Field
            name={name}
            label={words.fields[name]}
            hint={words.hints[name]}
            value={values?.[name] ?? String(settings.thresholds[name])}
            errors={errors}
            inputmode="numeric"
            maxlength={6}
          />
        ))}
        <div class="actions">
          <button class="button" type="submit">
            {words.save}
          </button>
        </div>
      </form>
    </Ruled>
  )
}
