import * as z from 'zod'
import type { Stage } from './harness.ts'
import type { DemoSeller } from './steps.ts'

const journalAnswer = z.object({ total: z.int() })
const issuedAnswer = z.object({
  issued: z.array(
    z.object({
      kind: z.enum(['authorization-code', 'refresh-token', 'access-token', 'document-signature']),
      value: z.string().min(20),
    }),
  ),
})
export type Issued = z.infer<typeof issuedAnswer>['issued'][number]

/** How often codes or refresh tokens of this demo seller were exchanged with "Amazon" so far. */
export async function exchanges(stage: Stage, seller: DemoSeller): Promise<number> {
  const answer = await fetch(`${stage.simulator}/control/journal?operation=token&seller=${seller}&limit=1`)
  return journalAnswer.parse(await answer.json()).total
}

/** Every code and token that "Amazon" has given out on this stage, in clear: the simulator is Amazon and may know. */
export async function issued(stage: Stage): Promise<readonly Issued[]> {
  const answer = await fetch(`${stage.simulator}/control/issued`)
  return issuedAnswer.parse(await answer.json()).issued
}

/** The origin of the simulator's sign-in, apart from its consent as Amazon's is. */
export function second(stage: Pick<Stage, 'simulator'>): string {
  const url = new URL(stage.simulator)
  url.port = String(Number(url.port) + 1)
  return url.origin
}

/** Sends one command to the simulator's control interface; throws when it is refused. */
export async function control(stage: Stage, command: string, body: object): Promise<void> {
  const answer = await fetch(`${stage.simulator}/control/${command}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${command}: ${answer.status} ${await answer.text()}`)
}
