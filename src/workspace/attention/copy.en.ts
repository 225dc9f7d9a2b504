/** What waits for the seller, each as a sentence with its page behind it. */
export const en = {
  nothingTitle: 'Nothing is urgent.',
  nothing:
    'No order is late or due within four hours, no SKU is low, and no budget has reached its mark, by the figures stored here.',
  noFigures: 'No figures are stored yet. They are read from Amazon when you open a page.',
  silent: 'The figures could not be opened at the moment. Look again in a minute.',
  more: (n: number) => (n === 1 ? 'and one more' : `and ${n} more`),
  asOf: (age: string) => `Figures read ${age}.`,
  asOfEach: (ages: readonly string[]) => `Figures read: ${ages.join('; ')}.`,
  sourceAge: (source: string, age: string) => `${source}, ${age}`,
  sources: { orders: 'orders', performance: 'order performance', stock: 'stock', charges: 'charges' },
  readAt: (when: string) => `Figures of ${when}.`,
  'orders-overdue': (n: number, shown: string) =>
    n === 1 ? 'One order is overdue: ship it now.' : `${shown} orders are overdue: ship them now.`,
  'orders-due': (n: number, shown: string) =>
    n === 1 ? 'One order is due within four hours.' : `${shown} orders are due within four hours.`,
  'error-budget': {
    left: (rate: string, n: number, shown: string, site: string) =>
      n === 0
        ? `${rate} on ${site}: the next one misses Amazon’s target.`
        : n === 1
          ? `${rate} on ${site}: one more is left before Amazon’s target.`
          : `${rate} on ${site}: ${shown} more are left before Amazon’s target.`,
    beyond: (rate: string, shown: string, site: string) =>
      `${rate} on ${site}: ${shown} beyond Amazon’s target.`,
  },
  rates: {
    late: 'Late shipments',
    cancelled: 'Cancellations',
    tracked: 'Orders without valid tracking',
    defects: 'Order defects',
  },
  'low-cover': (n: number, shown: string, out: string, days: string, site: string) =>
    n === 1
      ? `One SKU on ${site} has under ${days} days of cover (out of stock: ${out}).`
      : `${shown} SKUs on ${site} have under ${days} days of cover (out of stock: ${out}).`,
  reorder: (n: number, skus: string, units: string, site: string) =>
    n === 1
      ? `One SKU for ${site} should have been ordered by today: ${units} units.`
      : `${skus} SKUs for ${site} should have been ordered by today: ${units} units in all.`,
  budget: (currency: string, percent: string) =>
    `${percent} of this month’s ${currency} advertising budget is charged.`,
  authorization: (n: number, shown: string) =>
    n === 0
      ? 'The authorization has run out: authorize the store again.'
      : n === 1
        ? 'The authorization ends within 24 hours.'
        : `The authorization ends in ${shown} days.`,
  computed: {
    lead: 'By the figures that are stored: opening this page reads nothing from Amazon. Members set the limits under “Alerts and watches”.',
    orders: 'Orders overdue, or due within four hours',
    ordersHow:
      'The end of Amazon’s ship-by window against the clock as you look, in all marketplaces. Only orders that you ship and that Amazon has released; four hours are fixed.',
    rates: 'Error budget',
    ratesHow: (n: number, shown: string) =>
      `${n === 0 ? 'No order left' : n === 1 ? 'One order left or none' : `${shown} orders left or fewer`} before Amazon’s target: the most that may go wrong among Amazon’s number of orders with the target still met, less those that have. Under a small number of orders only where Amazon itself calls the rate bad.`,
    cover: 'Low cover',
    coverHow: (n: number, shown: string) =>
      `SKUs out of stock, or with cover under ${n === 1 ? 'one day' : `${shown} days`}: what is on sale and what lands before it runs out, ÷ sales a day.`,
    budget: 'Advertising budget',
    budgetHow: (percent: string) =>
      `From ${percent} on: charges less refunds of this calendar month, tax included, ÷ the month’s budget, for each currency.`,
    reorder: 'To be ordered by today',
    reorderHow:
      'SKUs whose day to order by has come: on hand and inbound are down to the reorder point = sales a day × lead time + safety stock. Units are the suggested quantities together.',
    ends: 'Authorization',
    endsHow: (n: number, shown: string) =>
      `From ${n === 1 ? 'one day' : `${shown} days`} on before its end: the day of the consent in force and 365 days.`,
    endsSource: 'Our own record of the consent; no reading of Amazon.',
    from: (operation: string, time: string) => `${operation}, read ${time}.`,
    between: (operation: string, first: string, last: string) =>
      `${operation}, read between ${first} and ${last}.`,
    notYet: (operation: string) => `${operation}, not read yet.`,
    notAll: 'Not read yet for every marketplace.',
  },
}
