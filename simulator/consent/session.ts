import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { type Seller, sellerById } from '../sellers/sellers.ts'
import { base64url, sha256 } from '../token.ts'
import { now, type World } from '../world.ts'

/** Its name must not be one of the app's: cookies do not tell ports apart. */
const COOKIE = 'simulator_session'
const SESSION_SECONDS = 12 * 3600

/** Who of a seller's account: Amazon lets only the primary user authorize an application. */
export type AccountUser = 'primary' | 'secondary'

export interface SignedIn {
  readonly seller: Seller
  readonly user: AccountUser
}

/** Signs the browser in as a user of a demo seller, in place of whoever was signed in. */
export function signIn(world: World, c: Context, { seller, user }: SignedIn): void {
  signOut(world, c)
  const secret = base64url(world.random(32))
  world.sql.exec(
    'insert into session (hash, seller, user, expires_ms) values (?, ?, ?, ?)',
    sha256(secret),
    seller.id,
    user,
    now(world) + SESSION_SECONDS * 1000,
  )
  // Not Secure: the simulator speaks http on this machine and nothing else.
  setCookie(c, COOKIE, secret, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: SESSION_SECONDS })
}

/** Ends this browser's session, here and there. Idempotent. */
export function signOut(world: World, c: Context): void {
  const secret = getCookie(c, COOKIE)
  if (secret === undefined) return
  world.sql.exec('delete from session where hash = ?', sha256(secret))
  deleteCookie(c, COOKIE, { path: '/' })
}

/** The seller this browser is signed in as, and as which user. */
export function signedIn(world: World, c: Context): SignedIn | undefined {
  const secret = getCookie(c, COOKIE)
  if (secret === undefined) return undefined
  const [row] = world.sql
    .exec<{ seller: string; user: AccountUser }>(
      'select seller, user from session where hash = ? and expires_ms > ?',
      sha256(secret),
      now(world),
    )
    .toArray()
  return row === undefined ? undefined : { seller: sellerById(row.seller), user: row.user }
}
