import { noteIssued } from '../issued.ts'
import { readSetting, writeSetting } from '../tables.ts'
import {
  ACCESS_TOKEN_SERIAL,
  newAccessToken,
  newAuthorizationCode,
  newRefreshToken,
  sha256,
} from '../token.ts'
import { now, type World } from '../world.ts'

/** Amazon: "the authorization code expires five minutes after it is issued". */
const CODE_MS = 5 * 60_000
/** Seconds; LWA's `expires_in`. */
export const ACCESS_TOKEN_SECONDS = 3600
/** Amazon asks sellers to authorize anew every 365 days. */
const AUTHORIZATION_MS = 365 * 24 * 3_600_000

/** Whose token or code this is, and for which client. */
export interface Holder {
  readonly seller: string
  readonly clientId: string
}

/** The holder of one access token. `serial` counts those given out up to it. */
export interface TokenHolder extends Holder {
  readonly serial: number
}

type CodeRow = {
  seller: string
  client_id: string
  redirect_uri: string
  replaces: number
  expires_ms: number
  used_ms: number | null
}
type RefreshRow = { seller: string; client_id: string; expires_ms: number; revoked_ms: number | null }

/** What a code stands for. `replaces`: its exchange ends the authorization that the seller had given before. */
interface Consented {
  readonly redirectUri: string
  readonly replaces: boolean
}

/** A fresh authorization code for a seller's consent, bound to client and redirect URI. */
export function issueCode(world: World, holder: Holder, { redirectUri, replaces }: Consented): string {
  const code = noteIssued('authorization-code', newAuthorizationCode(world.random))
  world.sql.exec(
    'insert into authorization_code (hash, seller, client_id, redirect_uri, replaces, expires_ms) values (?, ?, ?, ?, ?, ?)',
    sha256(code),
    holder.seller,
    holder.clientId,
    redirectUri,
    Number(replaces),
    now(world) + CODE_MS,
  )
  return code
}

/** The seller who gave a code, whether or not it still works. For the journal. */
export function sellerOfCode(world: World, code: string): string | undefined {
  return codeRow(world, code)?.seller
}

/**
 * Uses up a code: the first presentation by the client kills it, whatever the outcome. Returns what was consented, or
 * undefined if it is unknown, older than five minutes, used, another client's, or for another redirect URI.
 */
export function redeemCode(
  world: World,
  code: string,
  clientId: string,
  redirectUri?: string,
): { readonly seller: string; readonly replaces: boolean } | undefined {
  const row = codeRow(world, code)
  if (row === undefined || row.client_id !== clientId) return undefined
  const at = now(world)
  world.sql.exec(
    'update authorization_code set used_ms = coalesce(used_ms, ?) where hash = ?',
    at,
    sha256(code),
  )
  if (row.used_ms !== null || row.expires_ms <= at) return undefined
  if (redirectUri !== undefined && redirectUri !== row.redirect_uri) return undefined
  return { seller: row.seller, replaces: row.replaces === 1 }
}

/**
 * A refresh token for a seller's authorization. Earlier ones of the same seller for this client die if it replaces
 * them, and go on working otherwise: Amazon documents neither.
 */
export function issueRefreshToken(world: World, holder: Holder, replaces: boolean): string {
  const token = noteIssued('refresh-token', newRefreshToken(world.random))
  const at = now(world)
  if (replaces) {
    world.sql.exec(
      'update refresh_token set revoked_ms = ? where seller = ? and client_id = ? and revoked_ms is null',
      at,
      holder.seller,
      holder.clientId,
    )
  }
  world.sql.exec(
    'insert into refresh_token (hash, seller, client_id, issued_ms, expires_ms) values (?, ?, ?, ?, ?)',
    sha256(token),
    holder.seller,
    holder.clientId,
    at,
    at + AUTHORIZATION_MS,
  )
  return token
}

/**
 * Another refresh token in the place of a live one, which dies at once: whoever loses it must authorize anew. The
 * authorization's year runs on.
 */
export function rotateRefreshToken(world: World, old: string): string {
  const token = noteIssued('refresh-token', newRefreshToken(world.random))
  const at = now(world)
  world.sql.exec(
    `insert into refresh_token (hash, seller, client_id, issued_ms, expires_ms)
     select ?, seller, client_id, issued_ms, expires_ms from refresh_token where hash = ?`,
    sha256(token),
    sha256(old),
  )
  world.sql.exec('update refresh_token set revoked_ms = ? where hash = ?', at, sha256(old))
  return token
}

/** The seller of a refresh token, whether or not it still works. For the journal. */
export function sellerOfRefreshToken(world: World, token: string): string | undefined {
  return refreshRow(world, token)?.seller
}

/** The seller of a live refresh token of this client; undefined if unknown, foreign, revoked or a year old. */
export function liveRefreshToken(world: World, token: string, clientId: string): string | undefined {
  const row = refreshRow(world, token)
  const live =
    row !== undefined && row.client_id === clientId && row.revoked_ms === null && row.expires_ms > now(world)
  return live ? row.seller : undefined
}

/** An access token, good for an hour. */
export function issueAccessToken(world: World, holder: Holder): string {
  const token = noteIssued('access-token', newAccessToken(world.random))
  const serial = Number(readSetting(world.sql, ACCESS_TOKEN_SERIAL) ?? 0) + 1
  writeSetting(world.sql, ACCESS_TOKEN_SERIAL, String(serial))
  world.sql.exec(
    'insert into access_token (hash, seller, client_id, expires_ms, serial) values (?, ?, ?, ?, ?)',
    sha256(token),
    holder.seller,
    holder.clientId,
    now(world) + ACCESS_TOKEN_SECONDS * 1000,
    serial,
  )
  return token
}

/** Who holds a live access token; undefined if it is unknown, expired or revoked. */
export function holderOfAccessToken(world: World, token: string): TokenHolder | undefined {
  const [row] = world.sql
    .exec<{
      seller: string
      client_id: string
      expires_ms: number
      revoked_ms: number | null
      serial: number
    }>('select * from access_token where hash = ?', sha256(token))
    .toArray()
  if (row === undefined || row.revoked_ms !== null || row.expires_ms <= now(world)) return undefined
  return { seller: row.seller, clientId: row.client_id, serial: row.serial }
}

/**
 * The seller takes the authorization back: every refresh token dies, and codes not yet used with it. Whether
 * access tokens already given out die too is documented nowhere: the caller says. Idempotent; returns how many died.
 */
export function revokeAuthorization(world: World, seller: string, accessTokens: 'die' | 'live'): number {
  const at = now(world)
  const dead = world.sql
    .exec(
      'update refresh_token set revoked_ms = ? where seller = ? and revoked_ms is null returning hash',
      at,
      seller,
    )
    .toArray().length
  world.sql.exec('update authorization_code set used_ms = ? where seller = ? and used_ms is null', at, seller)
  if (accessTokens === 'die') {
    world.sql.exec(
      'update access_token set revoked_ms = ? where seller = ? and revoked_ms is null',
      at,
      seller,
    )
  }
  return dead
}

/** The newest authorization that a seller has given to a client and not taken back, over or not; times in milliseconds. */
export function newestAuthorization(
  world: World,
  holder: Holder,
): { readonly issued_ms: number; readonly expires_ms: number } | undefined {
  return world.sql
    .exec<{ issued_ms: number; expires_ms: number }>(
      `select issued_ms, expires_ms from refresh_token
       where seller = ? and client_id = ? and revoked_ms is null order by issued_ms desc limit 1`,
      holder.seller,
      holder.clientId,
    )
    .toArray()[0]
}

/** How many refresh tokens of a seller work at present. */
export function liveAuthorizations(world: World, seller: string): number {
  return world.sql
    .exec<{ live: number }>(
      'select count(*) as live from refresh_token where seller = ? and revoked_ms is null and expires_ms > ?',
      seller,
      now(world),
    )
    .one().live
}

function codeRow(world: World, code: string): CodeRow | undefined {
  return world.sql.exec<CodeRow>('select * from authorization_code where hash = ?', sha256(code)).toArray()[0]
}

function refreshRow(world: World, token: string): RefreshRow | undefined {
  return world.sql.exec<RefreshRow>('select * from refresh_token where hash = ?', sha256(token)).toArray()[0]
}
