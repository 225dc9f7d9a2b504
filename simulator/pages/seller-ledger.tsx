import { type Report, readReports, statusOf } from '../reports/store.ts'
import { type AdPayment, adPayments } from '../sellers/advertising.ts'
import { isOpen, ordersAt, type StandingOrder } from '../sellers/orders.ts'
import type { Seller } from '../sellers/sellers.ts'
import { now, type World } from '../world.ts'
import { count, Time } from './page.tsx'

const ROWS = 25

/** What a seller has to tell besides its stock: orders to ship first, what advertising cost, reports asked for. */
export function SellerLedger({ world, seller }: { world: World; seller: Seller }) {
  const nowMs = now(world)
  const seed = world.variables.SEED
  const orders = ordersAt(seed, seller, nowMs)
  const open = orders.filter(isOpen).toSorted((a, b) => a.shipByMs - b.shipByMs)
  return (
    <>
      <Orders open={open} all={orders.length} nowMs={nowMs} />
      <Charges payments={adPayments(seed, seller, nowMs)} />
      <Reports reports={readReports(world, seller.id)} nowMs={nowMs} />
    </>
  )
}

interface OrdersProps {
  readonly open: readonly StandingOrder[]
  readonly all: number
  readonly nowMs: number
}

/** Open orders by their time to ship; without their buyers, as an app should. */
function Orders({ open, all, nowMs }: OrdersProps) {
  const own = open.filter((one) => one.fulfilledBy === 'MERCHANT')
  const rows = [...own, ...open.filter((one) => one.fulfilledBy === 'AMAZON')].slice(0, ROWS)
  const overdue = own.filter((one) => one.shipByMs < nowMs).length
  return (
    <section class="region" aria-label="Orders" tabindex={0}>
      <table>
        <caption>
          {count(open.length)} open orders of {count(all)} in ten days and all marketplaces; the seller ships{' '}
          {count(own.length)}, of which {count(overdue)} are overdue. First to ship:
        </caption>
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Status</th>
            <th scope="col">Fulfilled by</th>
            <th scope="col">Ship by</th>
            <th scope="col">Marketplace</th>
            <th scope="col">SKU</th>
            <th scope="col" class="num">
              Quantity
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((order) => (
            <tr>
              <th scope="row" class="nowrap">
                <code>{order.orderId}</code>
              </th>
              <td>{order.status}</td>
              <td>{order.fulfilledBy}</td>
              <td class="nowrap">
                <Time ms={order.shipByMs} />
              </td>
              <td>{order.marketplace.countryCode}</td>
              <td class="nowrap">
                <code>{order.sku}</code>
              </td>
              <td class="num">{order.quantity}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Charges({ payments }: { payments: readonly AdPayment[] }) {
  return (
    <section class="region" aria-label="Advertising" tabindex={0}>
      <table>
        <caption>
          {count(payments.length)} charges and refunds of advertising in 18 months, newest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Posted</th>
            <th scope="col">Invoice</th>
            <th scope="col">Type</th>
            <th scope="col" class="num">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {payments.slice(0, ROWS).map((one) => (
            <tr>
              <th scope="row" class="nowrap">
                <Time ms={one.postedMs} />
              </th>
              <td>
                <code>{one.invoiceId}</code>
              </td>
              <td>{one.type}</td>
              <td class="num nowrap">{money(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const money = ({ base, tax, currency }: AdPayment): string =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(
    (base + tax) / (currency === 'JPY' ? 1 : 100),
  )

function Reports({ reports, nowMs }: { reports: readonly Report[]; nowMs: number }) {
  if (reports.length === 0) return <p class="muted">No report was asked for.</p>
  return (
    <section class="region" aria-label="Reports" tabindex={0}>
      <table>
        <caption>The newest reports that were asked for</caption>
        <thead>
          <tr>
            <th scope="col">Report</th>
            <th scope="col">Type</th>
            <th scope="col">Kind</th>
            <th scope="col">Status</th>
            <th scope="col">Asked for</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr>
              <th scope="row">
                <code>{report.reportId}</code>
              </th>
              <td class="nowrap">{report.type}</td>
              <td>{report.kind}</td>
              <td>{statusOf(report, nowMs)}</td>
              <td class="nowrap">
                <Time ms={report.createdMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
