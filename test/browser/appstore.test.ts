import { afterAll, beforeAll, expect, test } from 'vitest'
import { exchanges } from './amazon.ts'
import { type Stage, sharedStage, type Visitor } from './harness.ts'
import { looking } from './looking.ts'
import { confirmed, everyPageOfRefused, passMinutesOfDoubt, refuse } from './refusal.ts'
import {
  arriveAt,
  authorizeNow,
  finishSignUp,
  follow,
  goToLeaving,
  LOCALES,
  press,
  SELLERS,
  signUp,
  stayFor,
  type Way,
} from './steps.ts'
import { USUAL } from './usable.ts'
import { type SpokenLanguage, WORDS } from './words.ts'

let stage: Stage

beforeAll(async () => {
  stage = await sharedStage()
})
afterAll(() => stage.stop())

const wayOf = (visitor: Visitor, language: SpokenLanguage): Way => ({
  stage,
  visitor,
  language,
  look: async () => {},
})

/** On our pages: the one button, then the page that names the destination, then Amazon, then the next steps. */
async function connectArrival({ visitor, language, look }: Way): Promise<string> {
  const { page } = visitor
  const { arrival, leaving } = WORDS[language].authorize
  await page.getByLabel(arrival.regionQuestion).selectOption('fe')
  await press(page, arrival.go)
  await arriveAt(page, leaving.title(new URL(stage.simulator).host))
  await stayFor(page, () => look('leaving'))
  await follow(page, leaving.go(new URL(stage.simulator).host))
  await page.waitForURL(`${stage.app}/connect/done?store=*`)
  expect(await page.getByRole('main').textContent()).toContain(SELLERS.fe.id)
  return new URL(page.url()).searchParams.get('store') ?? ''
}

test.each(['en', 'zh'] as const)(
  'a seller who has never been here comes from the Appstore, signs up on the way, renews with and without JavaScript, and is refused by Amazon; axe finds nothing on the way, and nothing is wider than 320 px (%s)',
  { timeout: 300_000 },
  async (language) => {
    const colorScheme = language === 'en' ? 'light' : 'dark'
    const visitor = await stage.visitor({ locale: LOCALES[language], viewport: USUAL, colorScheme })
    const { look, faults, seen } = looking(visitor, language, stage.app)
    const way: Way = { stage, visitor, language, look }
    const store = await arriveAndRenew(way)
    expect(visitor.errors).toEqual([])
    await renewWithoutScript(way, store)
    await refuse(way, store)
    await everyPageOfRefused(way, store, 'suspected')
    passMinutesOfDoubt(stage.appState, store)
    await everyPageBesides(way)
    await confirmed(way, store)
    await everyPageOfRefused(way, store, 'authorization-refused')
    await everyPageSignedOut(way)
    expect(Object.entries(faults).map(String)).toEqual([])
    expect(seen.length).toBeGreaterThanOrEqual(17)
    await visitor.close()
  },
)

async function arriveAndRenew(way: Way): Promise<string> {
  const { visitor, language, look } = way
  const { page } = visitor
  const { authorize } = WORDS[language]
  const email = `appstore-${language}@example.com`
  await authorizeNow(way)
  await arriveAt(page, authorize.arrival.signInTitle)
  await look('arrival-anonymous')
  await follow(page, authorize.arrival.signUp)
  // The pages of signing up are looked at on the way from the home page (journey.test.ts).
  await finishSignUp({ ...way, look: async () => {} }, email)
  await arriveAt(page, authorize.arrival.title(email))
  await look('arrival')
  // Nothing of Amazon's stays in the address, nor in what the browser goes back to.
  const before = await exchanges(stage, 'fe')
  const store = await connectArrival(way)
  expect(store).toMatch(/^[0-9a-z]{26}$/)
  expect(await exchanges(stage, 'fe')).toBe(before + 1)

  // The yearly renewal comes the same way, to the same store.
  await page.goto(`${stage.simulator}/apps/manage`)
  await press(page, 'Re-authorize')
  await arriveAt(page, authorize.arrival.title(email))
  expect(await connectArrival({ ...way, look: async () => {} })).toBe(store)
  return store
}

/** One button, all the same. */
async function renewWithoutScript({ visitor, language }: Way, store: string): Promise<void> {
  const { authorize } = WORDS[language]
  const storageState = await visitor.context.storageState()
  const plain = await stage.visitor({ locale: LOCALES[language], javaScriptEnabled: false, storageState })
  await authorizeNow({ stage, visitor: plain })
  await arriveAt(plain.page, authorize.arrival.title(`appstore-${language}@example.com`))
  expect(await connectArrival(wayOf(plain, language))).toBe(store)
  // Used: the address that Amazon led to has nothing more to ask.
  await plain.page.goto(`${stage.app}/amazon/login`)
  await arriveAt(plain.page, authorize.arrival.nothingTitle)

  // The workflow of our own site, with Amazon's visit midway, goes without it too.
  await goToLeaving(wayOf(plain, language), 'fe')
  await follow(plain.page, authorize.leaving.go(new URL(stage.simulator).host))
  await press(plain.page, 'Confirm')
  await plain.page.waitForURL(`${stage.app}/connect/done?store=${store}`)
  expect(plain.errors).toEqual([])
  await plain.close()
}

async function everyPageBesides({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  const { authorize } = WORDS[language]
  await page.goto(`${stage.app}/connect`)
  await page.locator('form[action="/connect"]').evaluate((form) => form.setAttribute('novalidate', ''))
  await press(page, authorize.connect.go)
  await page.getByRole('alert').waitFor()
  await look('connect-error')
  for (const [name, path] of [
    ['account-passkey', '/account/passkey'],
    ['nothing-here', '/no/such/page'],
  ] as const) {
    await page.goto(stage.app + path)
    await look(name)
  }
}

async function everyPageSignedOut({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  await press(page, WORDS[language].web.bar.signOut)
  await page.waitForURL(`${stage.app}/${language}/`)
  for (const [name, path] of [
    ['sign-in', '/sign-in'],
    ['recovery', '/recovery'],
    ['recovery-sent', '/recovery/sent'],
    ['dead-link', '/mail'],
    ['nothing-here-anonymous', '/no/such/page'],
  ] as const) {
    await page.goto(stage.app + path)
    await look(name)
  }
}

test('back, two tabs, a secondary user and a refusal exchange nothing twice and connect nothing', async () => {
  const visitor = await stage.visitor()
  const way = wayOf(visitor, 'en')
  const { page } = visitor
  const { authorize, stores } = WORDS.en
  await signUp(way, 'twice@example.com')
  const before = await exchanges(stage, 'fe')
  const go = authorize.leaving.go(new URL(stage.simulator).host)

  await goToLeaving(way, 'fe')
  await follow(page, go)
  await page.locator('button[name=secondary]').first().click()
  await page.getByText('SPDC8143').first().waitFor()
  await follow(page, 'Sign in as another user')
  await page
    .getByRole('button', { name: new RegExp(`^${SELLERS.fe.name}`) })
    .first()
    .click()
  await follow(page, 'Decline')
  await page.waitForURL('**/apps/authorize/declined')
  await page.goto(`${stage.app}/stores`)
  await page.getByText(stores.empty).waitFor()
  expect(await exchanges(stage, 'fe')).toBe(before)

  // Two tabs of one browser: the newer start is the one that counts.
  await goToLeaving(way, 'fe')
  const second = await visitor.context.newPage()
  // Left open, the first one would go on to Amazon by itself meanwhile, at a moment of its own.
  await page.goto('about:blank')
  await goToLeaving({ ...way, visitor: { ...visitor, page: second } }, 'fe')
  await follow(second, go)
  await press(second, 'Confirm')
  await second.waitForURL(`${stage.app}/connect/done?store=*`)
  const done = second.url()
  await second.goBack()
  await second.goForward()
  await second.waitForURL(done)
  await page.goto(`${stage.app}/connect/leaving`)
  await arriveAt(page, authorize.connect.title)
  expect(await exchanges(stage, 'fe')).toBe(before + 1)
  await visitor.close()
})
