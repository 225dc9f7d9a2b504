import { base64url, sha256 } from '../token.ts'
import { now, type World } from '../world.ts'
import type { OperationName } from './operations.ts'

/** What a page token goes on with; all must be the same on the next call. */
export interface Paging {
  readonly operation: OperationName
  readonly seller: string
  /** The call's other arguments, in one canonical text. */
  readonly arguments: string
}

/** A token for the page that starts at `position`, dead after `lifeMs`. */
export function issuePageToken(world: World, paging: Paging, position: number, lifeMs: number): string {
  const token = base64url(world.random(48))
  world.sql.exec(
    'insert into page_token (hash, operation, seller, arguments, position, expires_ms) values (?, ?, ?, ?, ?, ?)',
    sha256(token),
    paging.operation,
    paging.seller,
    paging.arguments,
    position,
    now(world) + lifeMs,
  )
  return token
}

/** Where the page starts; undefined if the token is unknown, dead, or belongs to another call. May be used again. */
export function positionOf(world: World, token: string, paging: Paging): number | undefined {
  const [row] = world.sql
    .exec<{ position: number; expires_ms: number }>(
      'select position, expires_ms from page_token where hash = ? and operation = ? and seller = ? and arguments = ?',
      sha256(token),
      paging.operation,
      paging.seller,
      paging.arguments,
    )
    .toArray()
  return row === undefined || row.expires_ms <= now(world) ? undefined : row.position
}
