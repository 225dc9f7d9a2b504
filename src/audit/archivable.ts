import * as z from 'zod'
import { auditMessage } from '../core/message.ts'
import { commitmentOf } from './commitment.ts'
import { actor } from './events.ts'

/**
 * What may enter the archive: a message whose commitment covers its payload and whose texts have no room for a mail
 * address. Narrower than the queue's schema, wider than today's events: an object may run a newer version than
 * the consumer. An object holds its own entries to it before it writes them, so it never makes what is refused.
 */
export const archivable = auditMessage
  .extend({
    kind: z
      .string()
      .max(64)
      .regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
    actor,
    // One JSON object in printable ASCII without `@`.
    payload: z
      .string()
      .max(4096)
      .regex(/^\{[ -?A-~]*\}$/),
  })
  .refine(
    ({ salt, payload, commitment }) => commitmentOf(bytesOfHex(salt), payload) === commitment,
    'the commitment does not cover the payload',
  )

const bytesOfHex = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16))
