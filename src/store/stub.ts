import type { Fault } from '../core/fault.ts'
import type { StoreId } from '../core/id.ts'
import type { Region } from '../core/region.ts'
import { fail, type Result } from '../core/result.ts'
import { errorName, log } from '../log.ts'

/** Where an object is made, near the Amazon region it calls. A hint for its first use only (docs/decisions/010). */
const LOCATION: Record<Region, DurableObjectLocationHint> = { na: 'enam', eu: 'weur', fe: 'apac' }

type Verb = (...input: never[]) => Promise<Result<unknown, Fault>>

/**
 * The object of a store, as the methods the caller names. Each capability declares the methods it calls; the class in
 * objects.ts implements them all, so the compiler holds both ends. A fresh stub each time: a broken one stays broken.
 *
 * An object that is overloaded, was ended under the call or cannot be reached answers `unavailable`, and is not asked
 * again (I16): a retry is what keeps an overloaded object so. Any other exception is a bug of ours and goes on.
 */
export function storeObject<Methods extends { readonly [Name in keyof Methods]: Verb }>(
  namespace: DurableObjectNamespace,
  store: { readonly id: StoreId; readonly region: Region },
  unavailable: Fault = 'storage-down',
): Methods {
  const stub = namespace.get(namespace.idFromName(store.id), { locationHint: LOCATION[store.region] })
  const answering: unknown = new Proxy(stub, {
    get: (real, name) => {
      const method: unknown = Reflect.get(real, name)
      if (typeof method !== 'function') return method
      return async (...input: readonly unknown[]) => {
        try {
          return await Reflect.apply(method, real, input)
        } catch (thrown) {
          if (!isUnavailable(thrown)) throw thrown
          log('warn', { event: 'store.unavailable', store: store.id, error: errorName(thrown) })
          return fail(unavailable)
        }
      }
    },
  })
  return answering as Methods
}

/** What the platform sets on exceptions that are its own, not the object's code's. */
const PLATFORM_SAYS = ['overloaded', 'retryable', 'durableObjectReset'] as const

const isUnavailable = (thrown: unknown): boolean =>
  thrown instanceof Error && PLATFORM_SAYS.some((name) => Reflect.get(thrown, name) === true)
