/** Words of the inventory view. Quantities are units; terms follow Seller Central's inventory pages. */
export const en = {
  fbm: 'Stock you ship yourself (FBM) is not here.',
  /** Of SKUs that Amazon's newest planning report leaves out, those that an earlier one told of. */
  earlier: (n: number, shown: string, since: string) =>
    n === 1
      ? `Of one SKU Amazon’s newest planning report tells nothing: its sales are as of ${since}.`
      : `Of ${shown} SKUs Amazon’s newest planning report tells nothing: their sales are those of earlier ones, from ${since} on.`,
  asOf: (day: string) => `as of ${day}`,
  noReport:
    'Without the planning report nothing is known of sales, so there is no cover and nothing to reorder yet.',
  stop: '.',
  comma: ', ',
  to: '–',
  bands: {
    out: 'Out of stock',
    critical: 'Critical',
    'at-risk': 'At risk',
    watch: 'Watch',
    covered: 'Covered',
    excess: 'Excess',
    'no-sales': 'No sales',
    unknown: 'Not known',
  },
  bandSpans: {
    out: 'nothing to sell',
    critical: 'under 7 days',
    'at-risk': '7 to 13 days',
    watch: '14 to 20 days',
    covered: '21 to 90 days',
    excess: 'over 90 days',
    'no-sales': (days: string) => `in ${days} days`,
    unknown: 'no sales figures',
  },
  chart: {
    urgent: (n: number, shown: string) =>
      n === 0
        ? 'No SKU is out of stock or will be within a week.'
        : n === 1
          ? 'One SKU is out of stock or will be within a week.'
          : `${shown} SKUs are out of stock or will be within a week.`,
    more: 'Each bar counts the SKUs with that many days of cover.',
    says: (parts: string) => `Number of SKUs by days of cover, 0 to 90. ${parts}.`,
    part: (band: string, count: string) => `${band}: ${count}`,
    skus: (n: number, shown: string) => (n === 1 ? '1 SKU' : `${shown} SKUs`),
    days: '90 days',
    coverDays: 'Days of cover',
    skuCount: 'SKUs',
  },
  filters: 'Filter the table',
  search: 'Product, SKU or ASIN',
  cover: 'Cover',
  anyCover: 'Any',
  window: 'Speed from',
  windows: (days: string) => `Last ${days} days`,
  windowSet: (days: string) => `As set: ${days} days`,
  sort: 'Order by',
  sorts: {
    soonest: 'Soonest out',
    reorder: 'Soonest to reorder',
    largest: 'Largest order',
    fastest: 'Fastest selling',
    stock: 'Most on hand',
    inbound: 'Most inbound',
    sku: 'SKU',
  },
  show: 'Show',
  clear: 'Show all',
  caption: 'What to reorder',
  captionOf: (matched: string, total: string) =>
    matched === total ? `${total} SKUs` : `${matched} of ${total} SKUs`,
  columns: {
    product: 'Product',
    sku: 'SKU',
    status: 'Status',
    cover: 'Cover',
    days: 'days',
    out: 'Runs out',
    onHand: 'On hand',
    units: 'units',
    inbound: 'Inbound',
    sells: 'Sells',
    perDay: 'units a day',
    trend: '90 days',
    orderBy: 'Order by',
    past: 'bold: past',
    order: 'Order',
  },
  now: 'now',
  newSku: 'new',
  all: 'All that match',
  trendSays: (from: string, to: string) => `from ${from} to ${to} units a day`,
  noMatchTitle: 'No SKU matches.',
  noMatch: 'The search looks at product, SKU and ASIN, and ignores upper and lower case.',
  noStockTitle: 'Amazon holds no stock for this marketplace.',
  noStock: 'SKUs appear here once they are stored with Amazon (FBA).',
  csv: 'Download CSV',
  settings: 'Planning settings',
  basis: (lead: string, target: string, level: string) =>
    `Planned with a lead time of ${lead} days, a target of ${target} days of cover and a service level of ${level}.`,
  own: (n: number, shown: string) => (n === 1 ? 'One SKU has its own.' : `${shown} SKUs have their own.`),
  computed: {
    stock: (operation: string, when: string) =>
      `Quantities: Amazon’s ${operation}, read ${when}. On hand is fulfillable plus reserved for transfer and processing, which come back for sale; what customers ordered has left, and unfulfillable units cannot be sold.`,
    report: (day: string, when: string) =>
      `Units shipped, ages and Amazon’s advice: the FBA inventory planning report, Amazon’s snapshot of ${day}, read ${when}.`,
    noReport:
      'Units shipped, ages and Amazon’s advice come from the FBA inventory planning report, which was not read yet.',
    missing: (names: string) => `This report came without: ${names}.`,
    earlier:
      'Amazon leaves SKUs out of this report at times, mostly those that are out of stock. Then their units shipped are those of the last report that had them, up to 90 days old, and the day stands beside the speed.',
    sells:
      'Sells: units shipped in the window ÷ its days, less the days on which our own readings found none in stock. Days on which nobody looked are not left out. A new SKU is divided by the days it exists.',
    cover:
      'Cover: what is on sale and what lands before it runs out, ÷ sales a day. Inbound lands by the stages of the lead time, or on the day you enter.',
    point:
      'Order by: the day on which on hand and inbound fall to the reorder point = sales a day × lead time + safety stock. Safety stock = z × √(lead time × σ of daily sales² + sales a day² × σ of the lead time²).',
    order: 'Order: target cover × sales a day, less on hand and inbound, rounded up to the carton.',
    bands: 'Critical, at risk and watch are Amazon’s bands. Excess, over 90 days, is ours.',
  },
}
