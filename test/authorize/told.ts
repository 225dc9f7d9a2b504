import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { doDueDuties } from '../../src/duties.ts'
import { atRest, objectRows, stubOf } from '../connected.ts'
import { inStore } from '../store/second-instance.ts'
import { developmentVariables } from '../variables.ts'

export interface ToldMail {
  readonly subject: string
  readonly text: string
  readonly language: string
}

/** What reached a person's mailbox, the first mail first. */
export async function mailsTo(person: string): Promise<readonly ToldMail[]> {
  const { SELLER_CENTRAL_ORIGIN: simulator } = developmentVariables
  const to = encodeURIComponent(`${person}@seller.example`)
  const answer = await fetch(`${simulator}/control/mailbox?to=${to}`)
  const { mails } = await answer.json<{ mails: ToldMail[] }>()
  return mails.toReversed()
}

/** Makes a duty of a store's object due, as if its time had come. */
export const makeDue = (id: string, kind: string) =>
  runInDurableObject(stubOf(id), async (_, { storage }) => {
    storage.sql.exec('INSERT OR REPLACE INTO duty (kind, due_ms) VALUES (?, 1)', kind)
    await storage.setAlarm(Date.now())
  })

/** Leaves the stores of earlier tests alone: what follows is about other sellers, as far as the directory knows. */
export const forgetEarlierStores = () => env.DB.prepare("UPDATE store SET seller_id = 'A1EARLIERTEST'").run()

/** The alerts about a store, of one kind. */
export const alertsOf = async (id: string, kind: string) =>
  (
    await env.DB.prepare(
      'SELECT id, told_at_ms FROM alert WHERE store_id = ? AND kind = ? ORDER BY raised_at_ms',
    )
      .bind(id, kind)
      .all<{ id: string; told_at_ms: number | null }>()
  ).results

/** An object's surroundings when so many days have passed. */
export const afterDays = (days: number) => ({ CLOCK_OFFSET_SECONDS: String(Math.round(days * 86_400)) })

/** Does what is due in a store's object after so many days, and what follows from that at once. */
export async function daysLater(id: string, days: number): Promise<void> {
  await atRest(id)
  await inStore(id, afterDays(days), async (context) => {
    await doDueDuties(context, env.AUDIT)
    await doDueDuties(context, env.AUDIT)
  })
}

/** Entries of an object's record of one kind, with what they say. */
export const entries = async (id: string, kind: string): Promise<readonly object[]> => {
  const rows = await objectRows(
    id,
    'SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = ? ORDER BY sequence',
    kind,
  )
  return rows.map((row): object => JSON.parse(String(row['payload'])))
}
