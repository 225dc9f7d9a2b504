import * as z from 'zod'
import { archiveMessages } from './audit/archive.ts'
import { unreachable } from './core/result.ts'
import { type Clock, clockWithOffset } from './core/time.ts'
import { database } from './db/client.ts'
import { type Env, parseConfig } from './env.ts'
import { log } from './log.ts'
import { deliverDeadStep, deliverStep } from './revocation/deliver.ts'

const queueName = z.enum(['audit', 'audit-dead-letter', 'revocation', 'revocation-dead-letter'])

/** Each retry waits longer, but no longer than a minute: the archive is whole 5 minutes after a fault stops (I5). */
const RETRY_FIRST_SECONDS = 5
const RETRY_MAX_SECONDS = 60

/** The Worker's `queue` entry: each message is acknowledged once it is archived or alerted, and retried otherwise. */
export async function queue(batch: MessageBatch, env: Env): Promise<void> {
  const name = queueName.parse(batch.queue)
  switch (name) {
    case 'audit':
      return archive(batch, env)
    case 'audit-dead-letter':
      // What ran out of retries is tried again here: mostly the archive was down and is not any more.
      log('error', { event: 'audit.dead-lettered', count: batch.messages.length })
      return archive(batch, env)
    case 'revocation':
      return revoke(batch, env, deliverStep)
    case 'revocation-dead-letter':
      return revoke(batch, env, deliverDeadStep)
    default:
      return unreachable(name)
  }
}

async function archive(batch: MessageBatch, env: Env): Promise<void> {
  const verdicts = await archiveMessages(env.DB, batch.messages, clockOf(env))
  batch.messages.forEach((message, index) => {
    if (verdicts[index] === 'retry') message.retry({ delaySeconds: retryDelaySeconds(message.attempts) })
    else message.ack()
  })
}

/** Message by message, each by its own word: one store's object that does not answer holds up no other. */
async function revoke(batch: MessageBatch, env: Env, deliver: typeof deliverStep): Promise<void> {
  const deps = { stores: env.STORES, db: database(env.DB), nowMs: clockOf(env)() }
  for (const message of batch.messages) {
    if (await deliver(deps, message.body)) message.ack()
    else message.retry({ delaySeconds: retryDelaySeconds(message.attempts) })
  }
}

/** A misconfigured Worker answers no request, yet it still archives what was done before. */
function clockOf(env: Env): Clock {
  const config = parseConfig(env)
  return clockWithOffset(config.ok ? (config.value.overrides?.CLOCK_OFFSET_SECONDS ?? 0) : 0)
}

const retryDelaySeconds = (attempts: number): number =>
  Math.min(RETRY_MAX_SECONDS, RETRY_FIRST_SECONDS * 2 ** Math.max(0, attempts - 1))
