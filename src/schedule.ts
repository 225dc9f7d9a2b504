import { clockWithOffset } from './core/time.ts'
import { database } from './db/client.ts'
import { type Env, parseConfig } from './env.ts'
import { errorName, log } from './log.ts'
import { reviewIncident } from './revocation/incident.ts'
import { alertHeldTokens, alertLateProbes } from './revocation/review.ts'

const REVIEWS = { reviewIncident, alertLateProbes, alertHeldTokens }

/**
 * The Worker's `scheduled` entry, every five minutes: looks over all stores in the directory. It may run twice or not at
 * all; one review that fails holds up no other. Never rejects.
 */
export async function scheduled(_: ScheduledController, env: Env): Promise<void> {
  const config = parseConfig(env)
  if (!config.ok) return log('error', { event: 'schedule.misconfigured', names: config.fault.names })
  const clock = clockWithOffset(config.value.overrides?.CLOCK_OFFSET_SECONDS ?? 0)
  for (const [name, review] of Object.entries(REVIEWS)) {
    try {
      await review(database(env.DB), clock())
    } catch (thrown) {
      log('error', { event: 'review.failed', operation: name, error: errorName(thrown) })
    }
  }
}
