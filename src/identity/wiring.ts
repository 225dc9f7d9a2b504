import type { Context } from 'hono'
import type { App } from '../context.ts'
import { database } from '../db/client.ts'
import type { Env, OpenConfig } from '../env.ts'
import type { MailTransport } from '../mail/send.ts'
import type { KeepRecord } from './record.ts'

/** What the composition root hands in: where mail goes and where the record is kept. */
export interface IdentityWiring {
  readonly mail: MailTransport
  readonly record: KeepRecord
}
export type WireIdentity = (env: Env, config: OpenConfig) => IdentityWiring

/** What identity's verbs may need of one request, each taking its part. */
export const depsOf = (c: Pick<Context<App>, 'var' | 'env'>, wire: WireIdentity) => ({
  db: database(c.env.DB),
  clock: c.var.clock,
  random: c.var.random,
  origin: c.var.origin,
  support: c.var.supportEmail,
  ...wire(c.env, c.var.config),
})
