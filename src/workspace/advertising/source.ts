import type { Charge } from '../../amazon/charge-schemas.ts'
import type { Fault } from '../../core/fault.ts'
import { ok, type Result } from '../../core/result.ts'
import { callAmazon } from '../../store/call.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { waitFor } from '../../store/limiter.ts'
import type { ChargeWindow } from './charge-history.ts'
import type { AdCharge } from './charges.ts'

/**
 * Where advertising charges come from. Amazon has announced that it removes this operation in 2027: then this file and
 * Amazon's own folder change, and nothing else of the workspace knows the name.
 */
export const CHARGES_OPERATION = 'listFinancialEvents'

interface ChargesPage {
  readonly charges: readonly AdCharge[]
  /** Undefined on a window's last page. */
  readonly nextToken: string | undefined
}

/** One page of a window, from where its token stands. Faults: those of callAmazon. */
export async function readChargesPage(
  context: StoreContext,
  held: HeldToken,
  { window, cause }: { readonly window: ChargeWindow; readonly cause: number },
): Promise<Result<ChargesPage, Fault>> {
  const query = {
    postedAfterMs: window.fromMs,
    postedBeforeMs: window.toMs,
    nextToken: window.nextToken || undefined,
  }
  const answer = await callAmazon(context, held, { operation: CHARGES_OPERATION, query }, cause)
  if (!answer.ok) return answer
  return ok({ charges: answer.value.charges.map(adChargeOf), nextToken: answer.value.nextToken })
}

const adChargeOf = ({ invoice, type, postedMs, minor, currency }: Charge): AdCharge => ({
  ...(invoice === undefined ? {} : { invoiceId: invoice }),
  type,
  postedMs,
  amount: { minor, currency },
})

/** How long the next page would wait for its turn in the usage plan, in milliseconds. Reserves nothing. */
export const chargesTurnMs = (context: StoreContext): number =>
  waitFor(context, CHARGES_OPERATION, context.clock())
