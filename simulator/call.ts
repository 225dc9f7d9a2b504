import { faultyReply, takeFault } from './faults.ts'
import { passGate, passLatency } from './gate.ts'
import { type CallFacts, closeLine, openLine } from './journal.ts'
import type { Reply } from './reply.ts'
import type { World } from './world.ts'

/**
 * One call of the app, from its journal line to its answer: line, fault or work, then the answer kept back by a
 * latency or a hold. The work is synchronous, so that no other call can come between its reads and its writes.
 */
export async function serveCall(world: World, facts: CallFacts, work: () => Reply): Promise<Response> {
  const sequence = openLine(world, facts)
  const fault = takeFault(world.sql, facts)
  const reply = fault === undefined ? work() : faultyReply(fault, facts.service, work)
  await passLatency(world.sql, facts.operation)
  if (facts.service === 'lwa') await passGate(world.sql, world.gate)
  closeLine(world, sequence, { status: reply.status, error: reply.error, fault: fault?.kind })
  return new Response(reply.body, {
    status: reply.status,
    headers: {
      'content-type': reply.contentType,
      'cache-control': 'no-store',
      'x-amzn-RequestId': facts.requestId,
      ...reply.headers,
    },
  })
}
