import { RENEWAL_NOTICE_DAYS } from '../../audit/events.ts'
import { DAY_MS } from '../../core/time.ts'
import { AUTHORIZATION_DAYS } from '../../store/directory.ts'
import type { Tone } from '../../web/kit.tsx'

/** Where an authorization is in its year. Days are begun days: on the last one, one is left. */
export interface Renewal {
  readonly untilMs: number
  readonly daysLeft: number
  readonly daysPassed: number
  /** `calm` until the first notice; then due, nearer with each notice; `over` once the year has passed. */
  readonly stage: 'calm' | 'due' | 'near' | 'urgent' | 'over'
}

const [FIRST_DAYS, SECOND_DAYS, LAST_DAYS] = RENEWAL_NOTICE_DAYS

/** The clock of an authorization that was given at this time. Its stages change with the notices we send. Pure. */
export function renewalOf(authorizedAtMs: number, nowMs: number): Renewal {
  const untilMs = authorizedAtMs + AUTHORIZATION_DAYS * DAY_MS
  const daysLeft = Math.max(0, Math.ceil((untilMs - nowMs) / DAY_MS))
  const daysPassed = Math.min(AUTHORIZATION_DAYS, AUTHORIZATION_DAYS - daysLeft)
  return { untilMs, daysLeft, daysPassed, stage: stageOf(daysLeft) }
}

function stageOf(daysLeft: number): Renewal['stage'] {
  if (daysLeft === 0) return 'over'
  if (daysLeft <= LAST_DAYS) return 'urgent'
  if (daysLeft <= SECOND_DAYS) return 'near'
  return daysLeft <= FIRST_DAYS ? 'due' : 'calm'
}

/** How loudly each stage speaks. */
export const TONE_OF_STAGE: Readonly<Record<Renewal['stage'], Tone>> = {
  calm: 'ok',
  due: 'info',
  near: 'warn',
  urgent: 'bad',
  over: 'bad',
}
