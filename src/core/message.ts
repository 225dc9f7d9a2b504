import * as z from 'zod'
import { storeId } from './id.ts'
import { region } from './region.ts'

/** Where an audit chain lives: one per store, and one for events that belong to no store. */
export const chainId = z.string().regex(/^(platform|store\/[0-9a-z]{26})$/)

/**
 * One record entry on its way from an object to the archive (queue `audit`). `payload` is the canonical JSON
 * that `commitment` covers: SHA-256(salt ‖ payload), hex. Ids, counts and reasons only.
 */
export const auditMessage = z.strictObject({
  chain: chainId,
  sequence: z.int().positive(),
  time_ms: z.int().positive(),
  kind: z.string().max(64),
  actor: z.string().max(64),
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  payload: z.string().max(4096),
})
export type AuditMessage = z.infer<typeof auditMessage>

/**
 * One step of a stop that could not be done at once (queue `revocation`): destroy the token, or tell the store's people.
 * `epoch` is the object's when it was sent; the object does nothing for another one.
 */
export const revocationMessage = z.strictObject({
  kind: z.enum(['destroy', 'notify']),
  store: storeId,
  region,
  epoch: z.int().positive(),
})
export type RevocationMessage = z.infer<typeof revocationMessage>
