import { createMiddleware } from 'hono/factory'
import type { WebEnv } from './context.ts'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const DENIED_FEATURES =
  'accelerometer autoplay browsing-topics camera clipboard-read clipboard-write display-capture ' +
  'encrypted-media fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer microphone ' +
  'midi payment picture-in-picture screen-wake-lock serial storage-access usb window-management ' +
  'xr-spatial-tracking'

/** Every feature off but passkeys, which pages of this origin may create and use. */
const PERMISSIONS_POLICY = [
  ...DENIED_FEATURES.split(' ').map((feature) => `${feature}=()`),
  'publickey-credentials-create=(self)',
  'publickey-credentials-get=(self)',
].join(', ')

const ALWAYS: readonly (readonly [string, string])[] = [
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
  ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', PERMISSIONS_POLICY],
]

const SECRET_IN_URL =
  /^\/amazon\/callback$|^\/connect\/leaving$|^\/(?:invitations|receipts)\/[A-Za-z0-9_-]{20,}$/

/**
 * Whether an address carries, or leads away with, a secret: Amazon's code, an invitation, a receipt. Token-shaped paths only,
 * since a form posted from a page under `no-referrer` carries `Origin: null`, which the guard refuses.
 */
export const hasSecretInUrl = (path: string): boolean => SECRET_IN_URL.test(path)

/**
 * Sets the security headers of every answer, errors included. `no-store` unless the route chose a Cache-Control for an
 * anonymous reader; `Referrer-Policy: same-origin` unless the page or its address asks for `no-referrer`.
 */
export const securityHeaders = createMiddleware<WebEnv>(async (c, next) => {
  await next()
  // Makes the copy of the answer that takes headers; `c.header` would make one for each of them.
  c.header('X-Content-Type-Options', 'nosniff')
  const { headers } = c.res
  for (const [name, value] of ALWAYS) headers.set(name, value)
  if (c.var.viewer !== undefined || !headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  if (hasSecretInUrl(c.req.path)) headers.set('Referrer-Policy', 'no-referrer')
  if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', 'same-origin')
})
