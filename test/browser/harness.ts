import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { inject } from 'vitest'
import { CHROMIUM_FLAGS, chromiumPath, HOW_TO_GET_CHROMIUM } from '../../scripts/chromium.mjs'
import { type PlacedStage, setStage } from './set-stage.ts'

/** Where people go: the app, the simulator, and a browser. */
export interface Stage {
  /** `http://localhost:PORT`. */
  readonly app: string
  /** `http://127.0.0.1:PORT`: another site than the app's. */
  readonly simulator: string
  /** What the app keeps: databases, objects, buckets. */
  readonly appState: string
  readonly visitor: (options?: BrowserContextOptions) => Promise<Visitor>
  /** Call it in `afterAll`. */
  readonly stop: () => Promise<void>
}

/** A stage that nobody else uses, with what the two Workers keep and say. */
export type OwnStage = Stage & PlacedStage

/** One person's browser: a fresh profile with a passkey device of its own, and what it noticed on the way. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors on the console and uncaught exceptions of every page: `url: text`. A journey ends with none. */
  readonly errors: readonly string[]
  /** Method and full URL of every request, navigations included. */
  readonly requests: readonly string[]
  /** Of every answer but Chromium's own pages: status and full URL. */
  readonly responses: readonly string[]
  readonly close: () => Promise<void>
}

/** The stage that every file of this run shares; `stop` leaves it standing. */
export async function sharedStage(): Promise<Stage> {
  const { visitor, leave } = await visitors()
  return { ...inject('stage'), visitor, stop: leave }
}

/** A stage for one file that looks at all that is kept and said. Takes about 10 s. */
export async function ownStage(): Promise<OwnStage> {
  const [stage, { visitor, leave }] = await Promise.all([setStage('as started'), visitors()])
  const stop = async (): Promise<void> => {
    await leave()
    await stage.stop()
  }
  return { ...stage, visitor, stop }
}

let running: Promise<Browser> | undefined

/**
 * People in the browser of this process, which ends with it: files that follow each other here go on in it. None is
 * shared with other processes, since then everything that it says would be passed on by one of them.
 */
async function visitors(): Promise<{ visitor: Stage['visitor']; leave: () => Promise<void> }> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error(`No Chromium: ${HOW_TO_GET_CHROMIUM}.`)
  running ??= chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] })
  const browser = await running
  const here: Visitor[] = []
  const visitor = async (options?: BrowserContextOptions): Promise<Visitor> => {
    const one = await newVisitor(browser, options)
    here.push(one)
    return one
  }
  const leave = async (): Promise<void> => {
    await Promise.all(here.map((one) => one.close()))
  }
  return { visitor, leave }
}

async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const locale = options.locale ?? 'en-GB'
  const context = await browser.newContext({
    locale,
    timezoneId: 'Europe/London',
    // What is asked for besides the pages that are open must come in the same language.
    extraHTTPHeaders: { 'cf-connecting-ip': networkOfItsOwn(), 'accept-language': locale },
    ...options,
  })
  const errors: string[] = []
  const requests: string[] = []
  const responses: string[] = []
  context.on('request', (request) => requests.push(`${request.method()} ${request.url()}`))
  context.on('response', (response) => responses.push(`${response.status()} ${response.url()}`))
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.page()?.url() ?? ''}: ${message.text()}`)
  })
  context.on('weberror', (error) => errors.push(`${error.page()?.url() ?? ''}: ${error.error().message}`))
  const page = await context.newPage()
  await addPasskeyDevice(page)
  return { context, page, errors, requests, responses, close: () => context.close() }
}

/** People come from networks of their own: forms are limited by network, and a run of tests is faster than people. */
const networkOfItsOwn = (): string => `10.${[0, 0, 0].map(() => randomInt(256)).join('.')}`

/**
 * A platform authenticator that verifies its user and keeps discoverable credentials, as a laptop does. It belongs to
 * the page: another page of the same person needs its own.
 */
async function addPasskeyDevice(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** Saves the top of the page, three screens of it at most, to `test-results/NAME.png` for a person to look at. */
export async function photograph(page: Page, name: string): Promise<string> {
  const path = join('test-results', `${name}.png`)
  mkdirSync('test-results', { recursive: true })
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 900 }
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  const clip = { x: 0, y: 0, width, height: Math.min(whole, 3 * height) }
  await page.screenshot({ path, clip, fullPage: true })
  return path
}
