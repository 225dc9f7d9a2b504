import { env } from 'cloudflare:workers'
import type { Env } from '../../src/env.ts'
import type { StoreContext } from '../../src/store/context.ts'

/** Where an object is ended: on the way to what it awaits, or once that was done and before it hears of it. */
export type Moment = 'before' | 'after'

/** Counts what an object awaits of the world around it, and ends the object at one of those points. */
export interface AwaitPoints {
  /** What was awaited so far, in order. */
  readonly names: readonly string[]
  /** The directory, buckets and queues, watched. */
  readonly around: Pick<Env, 'DB' | 'KEY_SHARES' | 'REVOCATION'>
  /** The network, the mail and the rests of a context, watched; the count begins. Rests are not slept. */
  readonly watched: (context: StoreContext) => StoreContext
}

type Method = (...input: readonly unknown[]) => Promise<unknown>

type Watch = (name: string, real: Method) => Method

/**
 * Watches every await of an object that leaves it: queries, key shares, requests, mails, messages, rests. At the n-th,
 * counted from 1, `end` is called; nothing that comes after it in the object ever happens.
 */
export function awaitPoints(
  at: { readonly n: number; readonly moment: Moment },
  end: () => void,
): AwaitPoints {
  const names: string[] = []
  let counts = false
  const dead = new Promise<never>(() => {})
  const watch =
    (name: string, real: Method): Method =>
    async (...input) => {
      if (!counts) return real(...input)
      names.push(name)
      const isHere = names.length === at.n
      if (isHere && at.moment === 'before') {
        end()
        return dead
      }
      const done = await real(...input)
      if (isHere) {
        end()
        return dead
      }
      return done
    }

  return {
    names,
    around: {
      DB: watchedDirectory(watch),
      KEY_SHARES: watchedIn(watch, 'share', env.KEY_SHARES, ['delete', 'get', 'head', 'put']),
      REVOCATION: watchedIn(watch, 'message', env.REVOCATION, ['send']),
    },
    watched: (context) => {
      counts = true
      const network = watch('network', context.lwa.network as Method) as StoreContext['lwa']['network']
      return {
        ...context,
        lwa: { ...context.lwa, network },
        sellingPartner: { ...context.sellingPartner, network },
        mail: { ...context.mail, fetch: watch('mail', context.mail.fetch as Method) as typeof network },
        sleep: watch('rest', async () => undefined) as StoreContext['sleep'],
      }
    },
  }
}

/** A thing with some of its methods watched, and the others as they are. */
const watchedIn = <Thing extends object>(
  watch: Watch,
  kind: string,
  thing: Thing,
  methods: readonly string[],
): Thing =>
  new Proxy(thing, {
    get: (real, asked) => {
      const value: unknown = Reflect.get(real, asked)
      if (typeof value !== 'function') return value
      const method = value.bind(real) as Method
      return methods.includes(String(asked)) ? watch(`${kind}.${String(asked)}`, method) : method
    },
  })

/** The directory, each query of it watched, alone or in a batch. */
function watchedDirectory(watch: Watch): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const statement = (one: D1PreparedStatement): D1PreparedStatement => {
    const seen = new Proxy(watchedIn(watch, 'directory', one, ['all', 'first', 'raw', 'run']), {
      get: (inner, asked) =>
        asked === 'bind'
          ? (...values: readonly unknown[]) => statement(one.bind(...values))
          : Reflect.get(inner, asked),
    })
    real.set(seen, one)
    return seen
  }
  const batch = watch('directory.batch', (statements) =>
    env.DB.batch((statements as D1PreparedStatement[]).map((one) => real.get(one) ?? one)),
  )
  return new Proxy(env.DB, {
    get: (inner, asked) => {
      if (asked === 'prepare') return (query: string) => statement(inner.prepare(query))
      if (asked === 'batch') return batch
      const value: unknown = Reflect.get(inner, asked)
      return typeof value === 'function' ? value.bind(inner) : value
    },
  })
}
