import { ok, type Result } from '../core/result.ts'
import type { Clock } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import type { Config } from '../env.ts'
import { checkKeys } from './key-check.ts'
import { parseKeyRing } from './keyring.ts'

export type ReadyFault = 'our-configuration' | 'storage-down'

/** PlatformObject as the web tier sees it for this one question: the pages themselves never read key material. */
interface ReadyStub {
  readonly ready: () => Promise<Result<undefined, ReadyFault>>
}

/** A key ring is fixed for as long as an isolate and its bindings live, so one good answer of each is enough. */
const answeredWell = new WeakSet<DurableObjectNamespace>()

/** Whether the key ring opens what was sealed before, asked until the answer is good, once. */
export async function platformReady(
  namespace: DurableObjectNamespace,
): Promise<Result<undefined, ReadyFault>> {
  if (answeredWell.has(namespace)) return ok(undefined)
  const stub: unknown = namespace.get(namespace.idFromName('platform'))
  const ready = await (stub as ReadyStub).ready()
  if (ready.ok) answeredWell.add(namespace)
  return ready
}

/** The question itself, inside the object: parses the ring and opens its checks. Faults: our-configuration, storage-down. */
export async function keysReady(
  db: Database,
  tokenKeys: Config['TOKEN_KEYS'],
  clock: Clock,
): Promise<Result<undefined, ReadyFault>> {
  const ring = await parseKeyRing(tokenKeys)
  return ring.ok ? checkKeys(db, ring.value, clock) : { ok: false, fault: 'our-configuration' }
}
