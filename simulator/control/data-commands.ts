import * as z from 'zod'
import { REPORTS_OFFERED } from '../reports/document.ts'
import { planReports, REPORT_KINDS } from '../reports/kinds.ts'
import { OPEN_ORDERS_MAX, SKUS_MAX, setHostile, setOpenOrders, setSkuCount } from '../sellers/settings.ts'
import { command, type Run, seller } from './command.ts'

/** What the sellers have to tell: how much of it, how it looks, and how their reports turn out. */
export const DATA_COMMANDS: Readonly<Record<string, Run>> = {
  /** How many orders of a seller are open; without a number, as many as its sales bring. */
  orders: command(
    z.strictObject({ seller, open: z.int().min(0).max(OPEN_ORDERS_MAX).optional() }),
    (world, input) => {
      setOpenOrders(world.sql, input.seller, input.open)
      return { done: input }
    },
  ),

  /** How many SKUs a seller has; without a number, as many as at first. */
  skus: command(
    z.strictObject({ seller, count: z.int().min(1).max(SKUS_MAX).optional() }),
    (world, input) => {
      setSkuCount(world.sql, input.seller, input.count)
      return { done: input }
    },
  ),

  /** Gives a dozen of the seller's SKUs hostile names and ids, in stock, orders and reports alike. */
  hostile: command(z.strictObject({ seller, on: z.boolean() }), (world, input) => {
    setHostile(world.sql, input.seller, input.on)
    return { done: input }
  }),

  /** How the next reports of a seller turn out; `normal` takes the plans back that are not used up. */
  reports: command(
    z.strictObject({
      seller,
      kind: z.enum(REPORT_KINDS),
      type: z.enum(REPORTS_OFFERED).optional(),
      times: z.int().min(1).max(10_000).default(1),
      seconds: z.int().min(0).max(86_400).optional(),
    }),
    (world, input) => {
      planReports(world.sql, input)
      return { done: input }
    },
  ),
}
