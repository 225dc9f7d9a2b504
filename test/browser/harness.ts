import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { CHROMIUM_FLAGS, chromiumPath, HOW_TO_GET_CHROMIUM } from '../../scripts/chromium.mjs'
import { localPair, placeIn } from '../../scripts/pair.mjs'
import { freePorts } from '../../scripts/processes.mjs'
import { freshDirectory } from '../../scripts/tools.mjs'

/** The app and the simulator as `npm start` runs them, on ports and in a directory of their own, and a browser. */
export interface Stage {
  /** `http://localhost:PORT`. */
  readonly app: string
  /** `http://127.0.0.1:PORT`: another site than the app's. */
  readonly simulator: string
  /** Everything both Workers keep: databases with their `-wal` files, objects, buckets, variables. */
  readonly directory: string
  /** Only the app's: where a secret or figure in clear would be found. The simulator may hold tokens, it is Amazon. */
  readonly appState: string
  /** Lines that the app has written so far. */
  readonly appLog: () => readonly string[]
  readonly visitor: (options?: BrowserContextOptions) => Promise<Visitor>
  readonly stop: () => Promise<void>
}

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

/** Starts both Workers and Chromium; about 6 s. Call `stop()` in `afterAll`. */
export async function startStage(): Promise<Stage> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error(`No Chromium: ${HOW_TO_GET_CHROMIUM}.`)
  const directory = freshDirectory('stage')
  const lines: string[] = []
  const place = placeIn(directory, await freePorts())
  const pair = localPair(place, (name, line) => lines.push(`${name} | ${line}`))
  process.once('exit', pair.kill)
  let browser: Browser | undefined
  const stop = async (): Promise<void> => {
    await browser?.close()
    await pair.stop()
    process.off('exit', pair.kill)
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await pair.start()
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
  } catch (thrown) {
    await stop()
    throw new Error(`The stage could not be set.\n${lines.join('\n')}`, { cause: thrown })
  }
  const running = browser
  return {
    app: pair.origins.app,
    simulator: pair.origins.simulator,
    directory,
    appState: place.appState,
    appLog: () => lines.filter((line) => line.startsWith('app | ')),
    visitor: (options) => newVisitor(running, options),
    stop,
  }
}

async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options })
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
