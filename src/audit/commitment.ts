import { createHash } from 'node:crypto'
import { concat, hex, utf8 } from '../core/bytes.ts'

/**
 * One text for one flat object: keys in code-unit order, no spaces, absent fields left out. Pure. Nested values
 * are a bug, since their order would not be fixed.
 */
export function canonicalJson(fields: Readonly<Record<string, string | number | undefined>>): string {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  if (present.some(([, value]) => typeof value === 'object')) throw new Error('a payload is flat')
  present.sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries(present))
}

/**
 * SHA-256(salt ‖ payload), hex. The salt keeps a short payload from being guessed from its commitment once the
 * payload was erased. Synchronous (node:crypto), so that an entry and the call it precedes share one turn.
 */
export const commitmentOf = (salt: Uint8Array, payload: string): string =>
  hex(
    createHash('sha256')
      .update(concat(salt, utf8(payload)))
      .digest(),
  )
