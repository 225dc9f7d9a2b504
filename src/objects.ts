import { DurableObject } from 'cloudflare:workers'
import { openPlatform, type Platform } from './audit/platform.ts'
import { type SupersedeInput, type SupersedeObject, supersede, supersedeInput } from './authorize/claims.ts'
import { type ConnectInput, type ConnectObject, connectInput, connectStore } from './authorize/connect.ts'
import type { Fault } from './core/fault.ts'
import { fail, ok, type Result } from './core/result.ts'
import { clockWithOffset, systemRandom } from './core/time.ts'
import { database } from './db/client.ts'
import { doDueDuties } from './duties.ts'
import { type Env, type Misconfiguration, parseConfig } from './env.ts'
import {
  type DisconnectInput,
  type DisconnectObject,
  disconnectInput,
  disconnectStore,
} from './revocation/disconnect.ts'
import { probeOnLook } from './revocation/probe.ts'
import { type StepInput, type StepObject, stepInput, takeStep } from './revocation/steps.ts'
import type { StoreContext } from './store/context.ts'
import { wakeLater } from './store/duty.ts'
import { dropExpired } from './store/figures.ts'
import { isNewest } from './store/incarnation.ts'
import { type OpenedObject, openObject } from './store/open.ts'
import type { ReadingPlace } from './store/sync.ts'
import { keysReady } from './vault/ready.ts'
import {
  type AdvertisingObject,
  type BudgetInput,
  budgetInput,
  type ReviewInput,
  readAdvertising,
  reviewInput,
  setBudget,
} from './workspace/advertising/read.ts'
import { type AttentionInput, attentionInput } from './workspace/attention/open.ts'
import { type InventoryObject, type ReadInput, readInput, readInventory } from './workspace/inventory/read.ts'
import { type OrderInput, type OrderObject, orderInput, readOrder } from './workspace/orders/order.ts'
import {
  fileOrders,
  type OrdersInput,
  type OrdersObject,
  ordersInput,
  readOrders,
} from './workspace/orders/read.ts'
import type { ReadingObject } from './workspace/reading/enter.tsx'
import { readingOf, readingPlaces } from './workspace/reading/look.ts'
import { type ListInput, listInput, listMarketplaces } from './workspace/reading/marketplaces.ts'
import {
  type OverviewInput,
  type OverviewObject,
  overviewInput,
  overviewOf,
} from './workspace/store/overview.ts'
import { type SummaryObject, summaryOf } from './workspace/stores/summaries.ts'

/** One store: its tokens and figures pass through here and nowhere else. A line a method: parse, then a verb. */
export class StoreObject
  extends DurableObject<Env>
  implements
    AdvertisingObject,
    ConnectObject,
    DisconnectObject,
    InventoryObject,
    OrderObject,
    OrdersObject,
    OverviewObject,
    ReadingObject,
    SummaryObject,
    StepObject,
    SupersedeObject
{
  readonly #opened: Promise<Result<OpenedObject, Misconfiguration>>

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#opened = ctx.blockConcurrencyWhile(() => openObject(ctx, env))
  }

  async authorize(input: ConnectInput) {
    const opened = await this.#opened
    if (!opened.ok) return fail('our-configuration' as const)
    const parsed = connectInput.parse(input)
    return connectStore(opened.value.contextFor(parsed.storeId), parsed)
  }

  supersede(input: SupersedeInput) {
    return this.#within(async (context) => ok(await supersede(context, supersedeInput.parse(input))))
  }

  disconnect(input: DisconnectInput) {
    return this.#within(async (context) => ok(await disconnectStore(context, disconnectInput.parse(input))))
  }

  takeStep(input: StepInput) {
    return this.#within(async (context) => ok(await takeStep(context, stepInput.parse(input))))
  }

  readInventory(input: ReadInput) {
    return this.#within((context) => readInventory(context, readInput.parse(input)))
  }

  readAdvertising(input: ReviewInput) {
    return this.#within((context) => readAdvertising(context, reviewInput.parse(input)))
  }

  setBudget(input: BudgetInput) {
    return this.#within((context) => setBudget(context, budgetInput.parse(input)))
  }

  readOrders(input: OrdersInput) {
    return this.#within((context) => readOrders(context, ordersInput.parse(input)))
  }

  fileOrders(input: OrdersInput) {
    return this.#within((context) => fileOrders(context, ordersInput.parse(input)))
  }

  readOrder(input: OrderInput) {
    return this.#within((context) => readOrder(context, orderInput.parse(input)))
  }

  readings(places: readonly ReadingPlace[]) {
    return this.#within(async (context) =>
      ok(readingPlaces.parse(places).map((place) => readingOf(context, place))),
    )
  }

  listMarketplaces(input: ListInput) {
    return this.#within(async (context) => listMarketplaces(context, listInput.parse(input)))
  }

  overview(input: OverviewInput) {
    return this.#within(async (context) => {
      const seen = await overviewOf(context, overviewInput.parse(input))
      probeOnLook(context)
      return seen
    })
  }

  summary(input: AttentionInput) {
    return this.#within((context) => summaryOf(context, attentionInput.parse(input)))
  }

  override async alarm() {
    const done = await this.#within(async (context) => ok(await doDueDuties(context, this.env.AUDIT)))
    if (!done.ok) wakeLater(this.ctx.storage)
  }

  async #within<T>(verb: (context: StoreContext) => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> {
    const opened = await this.#opened
    if (!opened.ok) return fail('our-configuration')
    const { context } = opened.value
    if (context === undefined || !isNewest(context)) return fail('store-stopped')
    dropExpired(context)
    return verb(context)
  }
}

/** Keeps the record of events that belong to no store. */
export class PlatformObject extends DurableObject<Env> {
  readonly #platform: Platform

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    const config = parseConfig(env)
    this.#platform = openPlatform({
      storage: ctx.storage,
      queue: env.AUDIT,
      archive: env.DB,
      clock: clockWithOffset(config.ok ? (config.value.overrides?.CLOCK_OFFSET_SECONDS ?? 0) : 0),
      random: systemRandom,
    })
    void ctx.blockConcurrencyWhile(() => this.#platform.start())
  }

  /** Whether the key ring opens what was sealed before: pages ask here and never read a key. */
  async ready() {
    const config = parseConfig(this.env)
    if (!config.ok) return fail('our-configuration' as const)
    const clock = clockWithOffset(config.value.overrides?.CLOCK_OFFSET_SECONDS ?? 0)
    return keysReady(database(this.env.DB), config.value.TOKEN_KEYS, clock)
  }

  record(draft: unknown, actor: unknown) {
    return this.#platform.record(draft, actor)
  }

  override alarm() {
    return this.#platform.alarm()
  }
}
