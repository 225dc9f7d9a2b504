import { DurableObject } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { createApp } from './app.tsx'
import { newGate } from './gate.ts'
import { closeOrphans } from './journal.ts'
import { prepareTables } from './tables.ts'
import { parseVariables, type SimulatorEnv } from './variables.ts'

/** The one object that is this pretended Amazon: it holds all state and serves every path. */
export class SimulatorObject extends DurableObject<SimulatorEnv> {
  readonly #app: Hono | undefined
  readonly #wrong: readonly string[]

  constructor(state: DurableObjectState, env: SimulatorEnv) {
    super(state, env)
    const parsed = parseVariables(env)
    if ('wrong' in parsed) {
      this.#wrong = parsed.wrong
      return
    }
    this.#wrong = []
    const { sql } = state.storage
    prepareTables(sql)
    const world = {
      sql,
      variables: parsed.variables,
      gate: newGate(),
      random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
      wall: () => Date.now(),
    }
    closeOrphans(world)
    this.#app = createApp(world)
  }

  override async fetch(request: Request): Promise<Response> {
    if (this.#app !== undefined) return this.#app.fetch(request)
    return new Response(`The simulator is not set up: ${this.#wrong.join(', ')} missing or malformed.\n`, {
      status: 503,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    })
  }
}
