import { developmentVariables } from './variables.ts'

const SIMULATOR = developmentVariables.SELLER_CENTRAL_ORIGIN

export interface JournalLine {
  readonly sequence: number
  readonly operation: string
  readonly grant_type: string | null
  readonly seller: string | null
  readonly status: number | null
  readonly started_ms: number
  readonly detail: string | null
}

/** What really reached "Amazon": the judge of every claim about calls. */
export async function journal(query: Record<string, string> = {}): Promise<readonly JournalLine[]> {
  const answer = await fetch(`${SIMULATOR}/control/journal?${new URLSearchParams(query)}`)
  const { entries } = await answer.json<{ entries: JournalLine[] }>()
  return entries
}

/** Sends one command to the simulator's control interface and returns its answer; throws when it is refused. */
export async function control<T = unknown>(command: string, body: object = {}): Promise<T> {
  const answer = await fetch(`${SIMULATOR}/control/${command}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${command}: ${answer.status} ${await answer.text()}`)
  return answer.json<T>()
}

/** The seller agrees at Amazon: the address, with its code, to which Amazon would send the browser back. */
export async function consentAt(state: string, seller = 'na'): Promise<string> {
  const { callback } = await control<{ callback: string }>('consent', { seller, state })
  const url = new URL(callback)
  return url.pathname + url.search
}

/** How often codes or refresh tokens were exchanged. */
export const exchanges = async (): Promise<number> => (await journal({ operation: 'token' })).length
