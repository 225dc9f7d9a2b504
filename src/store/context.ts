import type { LwaDeps } from '../amazon/lwa.ts'
import type { SellingPartnerDeps } from '../amazon/spapi.ts'
import type { AuditRecord } from '../audit/record.ts'
import type { Fault } from '../core/fault.ts'
import type { MarketplaceId, SweepId } from '../core/id.ts'
import type { Result } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import type { MailTransport } from '../mail/send.ts'
import type { VaultDeps } from '../vault/vault.ts'

/** An access token shared by the jobs that run at the same time. It goes when the last of them ends. */
export interface HeldToken {
  readonly token: Secret
  readonly epoch: number
  readonly untilMs: number
  holders: number
}

/** What lives in the object's memory and nowhere else. Losing it loses no promise: everything restarts from storage. */
export interface StoreMemory {
  refresh: { readonly epoch: number; readonly token: Promise<Result<HeldToken, Fault>> } | undefined
  held: HeldToken | undefined
  readonly opened: Map<
    string,
    { readonly value: unknown; readonly sweepId: SweepId; readonly untilMs: number }
  >
  readonly sweeps: Map<MarketplaceId, Promise<void>>
  /** Generations whose token is being sealed or written just now. */
  readonly sealing: Set<number>
  /** When Amazon was last asked for a store's marketplaces outside its connection. */
  listedAtMs: number | undefined
  listedFault: Fault | undefined
}

export const emptyMemory = (): StoreMemory => ({
  refresh: undefined,
  held: undefined,
  opened: new Map(),
  sweeps: new Map(),
  sealing: new Set(),
  listedAtMs: undefined,
  listedFault: undefined,
})

/** What a capability's verb may use inside a store's object. Made once, in objects.ts. */
export interface StoreContext {
  readonly storage: DurableObjectStorage
  readonly db: Database
  readonly record: AuditRecord
  readonly vault: VaultDeps
  readonly lwa: LwaDeps
  readonly sellingPartner: SellingPartnerDeps
  /** The objects of all stores: another connection of the same seller is reached through its own. */
  readonly stores: DurableObjectNamespace
  readonly mail: MailTransport
  /** Our own origin and address, for the mails' links and questions. */
  readonly origin: string
  readonly support: string
  readonly sleep: (ms: number) => Promise<void>
  readonly clock: Clock
  readonly random: Random
  readonly memory: StoreMemory
}
