import { existsSync } from 'node:fs'

/** The headless shell first: the same engine without the browser's own windows, at two thirds of the processor. */
const PLACES = /** @type {const} */ ([
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
])

/**
 * Where Chromium is on this machine: CHROMIUM_PATH, or a usual place. Undefined without one.
 *
 * @returns {string | undefined}
 */
export function chromiumPath() {
  const wanted = process.env['CHROMIUM_PATH']
  const places = wanted === undefined || wanted === '' ? PLACES : [wanted]
  return places.find((path) => existsSync(path))
}

export const HOW_TO_GET_CHROMIUM =
  'install it (Debian: apt-get install chromium-headless-shell fonts-noto-cjk; or chromium; macOS: Chrome) or set CHROMIUM_PATH'

/** A quiet browser that talks to nobody but the pages under test; root needs --no-sandbox. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
