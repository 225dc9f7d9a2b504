import { Hono } from 'hono'
import * as z from 'zod'
import { MARKETPLACES, marketplaceOf } from '../amazon/regions.ts'
import { personActor } from '../audit/events.ts'
import { recordOnPlatform } from '../audit/platform.ts'
import { type Language, locale } from '../core/language.ts'
import { enabledRoles } from '../core/roles.ts'
import { DAY_MS } from '../core/time.ts'
import { database } from '../db/client.ts'
import type { OpenConfig } from '../env.ts'
import { type PersonApp, requirePerson } from '../identity/require-person.ts'
import { mayConnect } from '../identity/testers.ts'
import { AUTHORIZATION_DAYS } from '../store/directory.ts'
import type { WebContext } from '../web/context.ts'
import { ErrorSummary, type FormFault, FormToken, fieldErrors, readForm, SelectField } from '../web/form.tsx'
import { formatTime } from '../web/format.ts'
import { Fact, Facts, Notice } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { problem } from '../web/problem.tsx'
import { featureReads, purposeText, roleName } from '../web/role-words.ts'
import { startConsent } from './consent.ts'
import { giveBinding } from './consent-cookie.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { TestersStarts } from './testers.tsx'

const PRIMARY_USER_CODE = 'SPDC8143'

const startForm = z.object({
  country: z.string().refine((country) => marketplaceOf(country) !== undefined),
})

/**
 * The start on our own site: asks for the country, says what is read and what cannot be done, and leads to
 * leaving.tsx. Before the application is open to everybody, people who are no testers find only that it is not.
 */
export const startRoutes = new Hono<PersonApp>()
  .use('/connect', requirePerson)
  .get('/connect', async (c) => {
    const { viewer, config } = c.var
    const may = await mayConnect(database(c.env.DB), config, viewer.personId)
    return may ? connectPage(c, config) : notOpenPage(c, 200)
  })
  .post('/connect', async (c) => {
    const { viewer, clock, random, config } = c.var
    if (!(await mayConnect(database(c.env.DB), config, viewer.personId))) return notOpenPage(c, 403)
    if (viewer.recoveringUntilMs !== undefined)
      return problem(c, 'recovery-cooling', { untilMs: viewer.recoveringUntilMs })
    const form = await readForm(c, startForm)
    if (!form.ok)
      return form.fault.fault === 'cross-site' ? problem(c, 'cross-site') : connectPage(c, config, form.fault)
    const marketplace = marketplaceOf(form.value.country)
    if (marketplace === undefined) return problem(c, 'bad-input')
    const { region, country } = marketplace
    const consent = await startConsent(database(c.env.DB), { viewer, region, country, clock, random })
    await recordOnPlatform(
      c.env.PLATFORM,
      { kind: 'consent.started', consent: consent.id, region },
      personActor(viewer.personId),
    )
    giveBinding(c, consent.binding)
    // Never Amazon as the answer to a form: browsers apply form-action to the whole chain of redirects after it.
    return c.redirect('/connect/leaving', 303)
  })

function connectPage(
  c: WebContext,
  config: Pick<OpenConfig, 'AMAZON_AUTHORIZATION' | 'AMAZON_APP_STAGE'>,
  fault?: FormFault,
): Response {
  const { language, viewer, clock } = c.var
  const words = { en, zh }[language]
  const until = viewer?.recoveringUntilMs
  if (until !== undefined) {
    const time = formatTime({ ms: until, zone: 'UTC', language, style: 'minute' })
    return notice(c, words.connect.coolingTitle, words.connect.cooling(time), 200)
  }
  const errors =
    fault &&
    fieldErrors(
      fault,
      { country: { required: words.connect.countryMissing, invalid: words.connect.countryMissing } },
      language,
    )
  const lasts = formatTime({ ms: clock() + AUTHORIZATION_DAYS * DAY_MS, zone: 'UTC', language, style: 'day' })
  return page(
    c,
    { title: words.connect.title, narrow: true, current: 'connect', error: fault !== undefined },
    <>
      <div class="stack tight">
        <h1>{words.connect.title}</h1>
        <p class="lead">{words.connect.lead}</p>
      </div>
      {fault && errors ? <ErrorSummary language={language} fault={fault} errors={errors} /> : null}
      {config.AMAZON_AUTHORIZATION === 'coming-soon' ? (
        <TestersStarts language={language} viewer={viewer} stage={config.AMAZON_APP_STAGE} />
      ) : null}
      <form class="stack" method="post" action="/connect">
        <FormToken viewer={viewer} />
        <div class="read">
          <SelectField
            name="country"
            label={words.connect.country}
            options={countryOptions(words, language)}
            value={fault?.values['country'] ?? ''}
            errors={errors}
            hint={words.connect.countryHint}
            autocomplete="country"
            required
          />
        </div>
        <Facts>
          <Fact term={words.connect.read}>{readsByRole(words, language)}</Fact>
          <Fact term={words.connect.cannot}>{bullets(words.connect.cannots)}</Fact>
          <Fact term={words.connect.lasts}>{words.connect.lastsUntil(lasts)}</Fact>
          <Fact term={words.connect.stop}>{words.connect.stops}</Fact>
          <Fact term={words.connect.who}>{words.connect.whoText(PRIMARY_USER_CODE)}</Fact>
        </Facts>
        <div class="actions hang">
          <button class="button primary" type="submit">
            {words.connect.go}
          </button>
          <a href="/stores">{words.connect.notNow}</a>
        </div>
        <p class="small quiet hang">{words.connect.nothingYet}</p>
      </form>
    </>,
    fault ? 422 : 200,
  )
}

/** To people who may not connect yet: a page that asks nothing of them. */
export function notOpenPage(c: WebContext, status: 200 | 403): Response {
  const words = { en, zh }[c.var.language].connect
  return notice(c, words.notOpenTitle, words.notOpen, status)
}

function notice(c: WebContext, title: string, text: string, status: 200 | 403): Response {
  return page(
    c,
    { title, narrow: true, current: 'connect' },
    <>
      <h1>{{ en, zh }[c.var.language].connect.title}</h1>
      <Notice tone="info" glyph="clock" title={title}>
        <p>{text}</p>
      </Notice>
    </>,
    status,
  )
}

/** Straight from the registry that permits our calls: each role as Amazon will name it, and what is read under it. */
const readsByRole = (words: typeof en, language: Language) => (
  <ul class="bullets">
    {enabledRoles().map((role) => (
      <li>
        <b>{roleName(role.id, language)}</b>
        <br />
        {words.connect.underRole(
          role.features.map((one) => featureReads(one, language)),
          purposeText(role.purpose, language),
        )}
      </li>
    ))}
  </ul>
)

const bullets = (lines: readonly string[]) => (
  <ul class="bullets">
    {lines.map((line) => (
      <li>{line}</li>
    ))}
  </ul>
)

/** Every country of our table by its name in this language; the first choice is none, so that nobody goes astray. */
const countryOptions = (words: typeof en, language: Language) => [
  { value: '', label: words.connect.countryChoose },
  ...MARKETPLACES.map(({ country }) => ({ value: country, label: countryName(words, country) })).toSorted(
    (a, b) => a.label.localeCompare(b.label, locale(language)),
  ),
]

const countryName = (words: typeof en, country: string): string =>
  Object.entries(words.countries).find(([code]) => code === country)?.[1] ?? country
