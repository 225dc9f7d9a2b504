import { env } from 'cloudflare:workers'
import type { Browser } from '../person.ts'
import { developmentVariables } from '../variables.ts'

const { AMAZON_APPLICATION_ID, SELLER_CENTRAL_ORIGIN } = developmentVariables
export const CONFIRM_PATH = `/apps/authorize/confirm/${AMAZON_APPLICATION_ID}`
export const CONFIRM = `${SELLER_CENTRAL_ORIGIN}${CONFIRM_PATH}`

/** The log-in URI as Amazon visits it, before it knows anything of ours. */
export const visit = (change: Record<string, string> = {}): string =>
  `/amazon/login?${new URLSearchParams({
    amazon_callback_uri: CONFIRM,
    amazon_state: 'amazonstate1',
    selling_partner_id: 'A1WRENSTAT0FE',
    ...change,
  })}`

/** Which arrival a page asks about. */
export const shownIn = (text: string): string => /name="shown" value="([^"]+)"/.exec(text)?.[1] ?? 'none'

/** Presses the one button of the page that waits in this browser. */
export async function pressConnect(browser: Browser, fields: Record<string, string> = { region: 'fe' }) {
  const shown = shownIn(await (await browser.get('/amazon/login')).text())
  return browser.post('/amazon/login', { shown, ...fields })
}

/** Where the leaving page leads. */
export async function destinationOf(browser: Browser): Promise<URL> {
  const text = await (await browser.get('/connect/leaving')).text()
  return new URL((/href="(http[^"]+)" rel="noreferrer"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&'))
}

/** Consents under way of a person, and those that ended. */
export const consents = async (personId: string) =>
  (await env.DB.prepare('SELECT * FROM pending_consent WHERE person_id = ?').bind(personId).all()).results

/** The Worker's bindings as they are deployed: a public origin, and none of the overrides. */
export const production = (): object => {
  const overrides =
    /^(LWA_TOKEN_URL|SPAPI_ENDPOINT_.*|SELLER_CENTRAL_ORIGIN|REPORT_DOCUMENT_ORIGIN|MAIL_URL|CLOCK_OFFSET_SECONDS)$/
  return Object.fromEntries(
    Object.entries({ ...env, PUBLIC_ORIGIN: 'https://mint-hub.com' }).filter(
      ([name]) => !overrides.test(name),
    ),
  )
}
