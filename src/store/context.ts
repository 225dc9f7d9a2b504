import type { LwaDeps } from '../amazon/lwa.ts'
import type { Operation } from '../amazon/operations.ts'
import type { SellingPartnerDeps } from '../amazon/spapi.ts'
import type { AuditRecord } from '../audit/record.ts'
import type { Fault } from '../core/fault.ts'
import type { SweepId } from '../core/id.ts'
import type { RevocationMessage } from '../core/message.ts'
import type { Result } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import type { MailTransport } from '../mail/send.ts'
import type { VaultDeps } from '../vault/vault.ts'

/** An access token shared by the jobs that run at the same time. It goes when the last of them ends. */
export interface AccessToken {
  readonly token: Secret
  readonly epoch: number
  readonly untilMs: number
  holders: number
}

/** One job's hold on an access token. Another takes its place when Amazon calls it dead. */
export interface HeldToken {
  access: AccessToken
}

/** Login with Amazon as the objects know it: for each request one of our client's secrets, the first or the next. */
export interface LwaClient extends Omit<LwaDeps, 'clientSecret'> {
  readonly clientSecrets: readonly [Secret, ...Secret[]]
}

/** Trouble that a person has to look at, once a day: Amazon does not take us, or not this store's access tokens. */
export type AlarmKind = 'client-refused' | 'call-refused'

/** What lives in the object's memory and nowhere else. Losing it loses no promise: everything restarts from storage. */
export interface StoreMemory {
  refresh: { readonly epoch: number; readonly token: Promise<Result<AccessToken, Fault>> } | undefined
  held: AccessToken | undefined
  /** Ends when the refresh that was asked for last has ended: each waits for the one before. */
  lastTurn: Promise<undefined>
  /** Rows of exchanges that this instance has on its way. */
  readonly exchanges: Set<number>
  /** Turns in a usage plan: those that were given so far, and those whose call has no answer yet. */
  readonly turns: Map<Operation, { readonly given: number; readonly underWay: number }>
  /** The secret that Amazon took last. */
  clientSecret: Secret | undefined
  /** Alerts that this instance has raised. */
  readonly alarmed: Set<string>
  readonly opened: Map<
    string,
    {
      readonly value: unknown
      readonly sweepId: SweepId
      readonly untilMs: number
      /** What was made of it, by what else it rests on. */
      derived?: ReadonlyMap<string, unknown>
    }
  >
  /** Readings under way in this instance, by kind and part. */
  readonly readings: Map<string, Promise<void>>
  /** Ends when the change of settings that was asked for last has ended. */
  settingsTurn: Promise<undefined>
  /** Generations whose token is being sealed or written just now. */
  readonly sealing: Set<number>
  /** When Amazon was last asked for a store's marketplaces outside its connection. */
  listedAtMs: number | undefined
  listedFault: Fault | undefined
}

export const emptyMemory = (): StoreMemory => ({
  refresh: undefined,
  held: undefined,
  lastTurn: Promise.resolve(undefined),
  exchanges: new Set(),
  turns: new Map(),
  clientSecret: undefined,
  alarmed: new Set(),
  opened: new Map(),
  readings: new Map(),
  settingsTurn: Promise.resolve(undefined),
  sealing: new Set(),
  listedAtMs: undefined,
  listedFault: undefined,
})

/** What a capability's verb may use inside a store's object. Made once, in objects.ts. */
export interface StoreContext {
  readonly storage: DurableObjectStorage
  /** Of the instance that this was made for; a later one over the same storage makes it stale. */
  readonly incarnation: number
  readonly db: Database
  readonly record: AuditRecord
  readonly vault: VaultDeps
  readonly lwa: LwaClient
  readonly sellingPartner: SellingPartnerDeps
  /** The objects of all stores: another connection of the same seller is reached through its own. */
  readonly stores: DurableObjectNamespace
  /** Steps of a stop that could not be done at once. */
  readonly revocations: Pick<Queue<RevocationMessage>, 'send'>
  readonly mail: MailTransport
  /** Our own origin and address, for the mails' links and questions. */
  readonly origin: string
  readonly support: string
  /** Raises the alert of this kind and day, at most once an instance. Never rejects. */
  readonly alarm: (kind: AlarmKind) => Promise<void>
  readonly sleep: (ms: number) => Promise<void>
  readonly clock: Clock
  readonly random: Random
  readonly memory: StoreMemory
}
