import { faultyReply } from './fault-reply.ts'
import { takeFault } from './faults.ts'
import { awaitRelease, passHold, passLatency } from './gate.ts'
import { type CallFacts, closeLine, openLine } from './journal.ts'
import type { Reply } from './reply.ts'
import type { World } from './world.ts'

/** Between the first byte of an answer that is cut and its end: the byte must have left by then. */
const CUT_AFTER_MS = 20

/**
 * One call of the app, from its journal line to its answer: line, fault or work, then the answer kept back by a
 * latency, a hold or a fault. The work is synchronous, so that no other call can come between its reads and its
 * writes. A caller that gives up meanwhile finds its line cut, as `client_gone`; the work stays done.
 */
export async function serveCall(
  world: World,
  request: Request,
  facts: CallFacts,
  work: () => Reply,
): Promise<Response> {
  const sequence = openLine(world, facts)
  const fault = takeFault(world.sql, facts)
  const { origin } = new URL(request.url)
  const reply = fault === undefined ? work() : faultyReply(fault, { world, facts, origin, work })
  const faults = [...(fault === undefined ? [] : [fault.kind]), ...(reply.surprises ?? [])]
  const end = { error: reply.error, fault: faults.length === 0 ? undefined : faults.join(' + ') }
  const { signal } = request
  const giveUp = () => closeLine(world, sequence, { ...end, error: 'client_gone' })
  signal.addEventListener('abort', giveUp, { once: true })
  const waiting = { of: facts, signal }
  await passLatency(world.sql, waiting)
  if (facts.service === 'lwa') await passHold(world.sql, world.gate, waiting)
  if (reply.delivery === 'held') await awaitRelease(world.gate, waiting)
  const cut = reply.delivery === 'cut'
  closeLine(world, sequence, { ...end, status: cut ? undefined : reply.status })
  return new Response(cut ? brokenBody() : reply.body, {
    status: reply.status,
    headers: {
      'content-type': reply.contentType,
      'cache-control': 'no-store',
      'x-amzn-RequestId': facts.requestId,
      ...reply.headers,
    },
  })
}

/**
 * A body that begins and never ends well. Over a socket its end closes the connection; between Workers the caller's
 * read throws. Without its first byte, local proxies would turn the cut into a 500 with words.
 */
function brokenBody(): ReadableStream<Uint8Array> {
  let begun = false
  return new ReadableStream({
    async pull(controller) {
      if (!begun) {
        begun = true
        controller.enqueue(new TextEncoder().encode('{'))
        return
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      setTimeout(resolve, CUT_AFTER_MS)
      await promise
      controller.error(new Error('the simulator cut this connection, as a fault asked'))
    },
  })
}
