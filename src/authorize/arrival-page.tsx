import { statusOf } from '../core/fault.ts'
import { type Region, region } from '../core/region.ts'
import type { WebContext } from '../web/context.ts'
import { ErrorSummary, type FormFault, FormToken, fieldErrors, SelectField } from '../web/form.tsx'
import { Fact, Facts, Time } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { regionName } from '../web/region-name.ts'
import { type Arrival, arrivalEndsMs } from './arrival.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** Signed in: what is about to be connected to which account, and one button. */
export function askPage(
  c: WebContext,
  given: {
    readonly arrival: Arrival
    readonly account: string
    /** The region of the person's last consent, chosen in advance where the page has to ask. */
    readonly remembered: Region | undefined
    readonly fault: FormFault | undefined
  },
): Response {
  const { language, viewer } = c.var
  const words = { en, zh }[language].arrival
  const { arrival, account, remembered, fault } = given
  const errors =
    fault &&
    fieldErrors(fault, { region: { required: words.regionMissing, invalid: words.regionMissing } }, language)
  const title = words.title(account)
  return page(
    c,
    { title, narrow: true, current: 'connect', error: fault !== undefined },
    <>
      <div class="stack tight">
        <h1>{title}</h1>
        <p class="lead">{words.lead}</p>
      </div>
      {fault && errors ? <ErrorSummary language={language} fault={fault} errors={errors} /> : null}
      <form class="stack" method="post" action="/amazon/login">
        <FormToken viewer={viewer} />
        <input type="hidden" name="shown" value={arrival.cookieHash} />
        {arrival.region === null ? (
          <div class="read">
            <SelectField
              name="region"
              label={words.regionQuestion}
              options={[
                { value: '', label: words.regionChoose },
                ...region.options.map((one) => ({
                  value: one,
                  label: `${regionName(one, language)}: ${words.regionCountries[one]}`,
                })),
              ]}
              value={fault?.values['region'] ?? remembered ?? ''}
              errors={errors}
              hint={words.regionWhy}
              required
            />
          </div>
        ) : null}
        <ArrivalFacts c={c} arrival={arrival} account={account} />
        <div class="actions hang">
          <button class="button primary" type="submit">
            {words.go}
          </button>
          <a href="/stores">{words.notNow}</a>
        </div>
        <p class="small quiet hang">{words.nothingYet}</p>
      </form>
    </>,
    fault ? 422 : 200,
  )
}

const ArrivalFacts = ({ c, arrival, account }: { c: WebContext; arrival: Arrival; account: string }) => {
  const { language } = c.var
  const words = { en, zh }[language].arrival
  return (
    <Facts>
      <Fact term={words.account}>
        {account}
        <p class="small quiet">{words.accountWrong}</p>
      </Fact>
      <Fact term={words.seller}>
        <span class="mono">{arrival.sellerId}</span>
        <p class="small quiet">{words.sellerClaimed}</p>
      </Fact>
      {arrival.region === null ? null : (
        <Fact term={words.region}>{regionName(arrival.region, language)}</Fact>
      )}
      <Fact term={words.goesTo}>
        <span class="mono">{new URL(arrival.confirmUri).origin}</span>
      </Fact>
      <Fact term={words.until}>
        <Time ms={arrivalEndsMs(arrival)} zone="UTC" language={language} />
      </Fact>
    </Facts>
  )
}

/** Nobody is signed in: the way in, and what then happens. */
export function signInFirstPage(c: WebContext, arrival: Arrival): Response {
  const { language } = c.var
  const words = { en, zh }[language].arrival
  const to = encodeURIComponent('/amazon/login')
  return page(
    c,
    { title: words.signInTitle, narrow: true },
    <>
      <div class="stack tight">
        <h1>{words.signInTitle}</h1>
        <p class="lead">{words.signInLead}</p>
      </div>
      <Facts>
        <Fact term={words.seller}>
          <span class="mono">{arrival.sellerId}</span>
        </Fact>
        <Fact term={words.until}>
          <Time ms={arrivalEndsMs(arrival)} zone="UTC" language={language} />
          <p class="small quiet">{words.untilNote}</p>
        </Fact>
      </Facts>
      <div class="actions hang">
        <a class="button primary" href={`/sign-in?to=${to}`}>
          {words.signIn}
        </a>
        <a class="button" href={`/sign-up?to=${to}`}>
          {words.signUp}
        </a>
      </div>
    </>,
  )
}

/** Too late, or nothing: says so, and offers the start on our own site. */
export function nothingWaitsPage(c: WebContext, fault: 'consent-expired' | 'not-found'): Response {
  const { language } = c.var
  const words = { en, zh }[language].arrival
  const [title, text] =
    fault === 'consent-expired' ? [words.expiredTitle, words.expired] : [words.nothingTitle, words.nothing]
  return page(
    c,
    { title, narrow: true, current: 'connect' },
    <>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <div class="actions">
        <a class="button primary" href="/connect">
          {words.ownStart}
        </a>
      </div>
    </>,
    fault === 'consent-expired' ? statusOf(fault) : 200,
  )
}
