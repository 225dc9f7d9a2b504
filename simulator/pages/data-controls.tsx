import type { describeState } from '../control/state.ts'
import { REPORTS_OFFERED } from '../reports/document.ts'
import { REPORT_KINDS } from '../reports/kinds.ts'
import { OPEN_ORDERS_MAX, SKUS_MAX } from '../sellers/settings.ts'
import { count } from './page.tsx'

type State = ReturnType<typeof describeState>

/** What the sellers have to tell: SKUs, open orders, hostile names, and how their next reports turn out. */
export function DataControls({ state }: { state: State }) {
  return (
    <section class="ruled stack" aria-labelledby="data">
      <h2 id="data">Data</h2>
      <p class="muted">
        {state.sellers
          .map(
            (one) =>
              `${one.name}: ${count(one.skus)} SKUs, ${count(one.open_orders)} open orders${one.hostile ? ', hostile names' : ''}.`,
          )
          .join(' ')}
      </p>
      <form method="post" action="/controls/skus" class="row">
        <SellerChoice id="skus-seller" state={state} />
        <Amount id="skus-count" name="count" label="SKUs; empty: as at first" most={SKUS_MAX} />
        <Submit>Set</Submit>
      </form>
      <form method="post" action="/controls/orders" class="row">
        <SellerChoice id="orders-seller" state={state} />
        <Amount id="orders-open" name="open" label="Open orders; empty: as sold" most={OPEN_ORDERS_MAX} />
        <Submit>Set</Submit>
      </form>
      <form method="post" action="/controls/hostile" class="row">
        <SellerChoice id="hostile-seller" state={state} />
        <div class="field">
          <label for="hostile-on">Names and ids</label>
          <select id="hostile-on" name="on">
            <option value="true">Some hostile</option>
            <option value="false">All harmless</option>
          </select>
        </div>
        <Submit>Set</Submit>
      </form>
      <ReportControls state={state} />
    </section>
  )
}

function ReportControls({ state }: { state: State }) {
  return (
    <>
      <p class="muted">
        {state.report_plans.length === 0
          ? 'Every report turns out well, in three seconds.'
          : state.report_plans
              .map((plan) => `${plan.kind}: next ${count(plan.remaining)} of ${plan.seller}.`)
              .join(' ')}
      </p>
      <form method="post" action="/controls/reports" class="row">
        <SellerChoice id="reports-seller" state={state} />
        <div class="field">
          <label for="reports-kind">Next reports are</label>
          <select id="reports-kind" name="kind">
            {REPORT_KINDS.map((kind) => (
              <option value={kind}>{kind}</option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="reports-type">Of type</label>
          <select id="reports-type" name="type">
            <option value="">Both</option>
            {REPORTS_OFFERED.map((type) => (
              <option value={type}>{type}</option>
            ))}
          </select>
        </div>
        <Amount id="reports-times" name="times" label="Times" most={10_000} />
        <Amount id="reports-seconds" name="seconds" label="Seconds until done" most={86_400} />
        <Submit>Plan</Submit>
      </form>
    </>
  )
}

function SellerChoice({ id, state }: { id: string; state: State }) {
  return (
    <div class="field">
      <label for={id}>Seller</label>
      <select id={id} name="seller">
        {state.sellers.map((one) => (
          <option value={one.id}>{one.name}</option>
        ))}
      </select>
    </div>
  )
}

interface AmountProps {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly most: number
}

function Amount({ id, name, label, most }: AmountProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} name={name} type="number" min="0" max={String(most)} />
    </div>
  )
}

function Submit({ children }: { children: string }) {
  return (
    <button type="submit" class="button">
      {children}
    </button>
  )
}
