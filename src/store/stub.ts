import type { StoreId } from '../core/id.ts'
import type { Region } from '../core/region.ts'

/** Where an object is made, near the Amazon region it calls. A hint for its first use only (docs/decisions/010). */
const LOCATION: Record<Region, DurableObjectLocationHint> = { na: 'enam', eu: 'weur', fe: 'apac' }

/**
 * The object of a store, as the methods the caller names. Each capability declares the methods it calls; the class in
 * objects.ts implements them all, so the compiler holds both ends. A fresh stub each time: a broken one stays broken.
 */
export function storeObject<Methods>(
  namespace: DurableObjectNamespace,
  store: { readonly id: StoreId; readonly region: Region },
): Methods {
  const stub: unknown = namespace.get(namespace.idFromName(store.id), {
    locationHint: LOCATION[store.region],
  })
  return stub as Methods
}
