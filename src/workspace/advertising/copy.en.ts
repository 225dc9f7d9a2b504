/** Words of the advertising view. A charge is what Amazon invoiced for advertising; TACoS is its share of all sales. */
export const en = {
  currencies: 'Currency',
  join: ', ',
  notFinal: (from: string) => `Charges from ${from} on are not final: Amazon posts late.`,
  readingBack: (to: string) => `The past is still being read: it reaches back to ${to} so far.`,

  nothingTitle: (currency: string) => `No advertising was charged in ${currency}.`,
  nothing: (back: string) =>
    `Amazon lists no advertising invoice since ${back}. The first one appears here within hours of being posted.`,
  nothingYet: (back: string) =>
    `None so far: Amazon’s list is read back to ${back}, and the earlier months follow by themselves.`,

  verdict: {
    none: (month: string) => `Nothing is charged in ${month} so far.`,
    free: (spent: string, month: string) => `${spent} is charged in ${month} so far.`,
    plain: (spent: string, budget: string, month: string) =>
      `${spent} of ${budget} is charged in ${month} so far.`,
    above: (spent: string, budget: string, month: string) =>
      `${spent} of ${budget} is charged, and ${month} is heading over its budget.`,
    maybe: (spent: string, budget: string, month: string) =>
      `${spent} of ${budget} is charged, and ${month} may end over its budget.`,
    within: (spent: string, budget: string, month: string) =>
      `${spent} of ${budget} is charged, and ${month} is heading to end within its budget.`,
    over: (spent: string, budget: string) =>
      `${spent} is charged against a budget of ${budget}: it is used up.`,
  },
  range: (invoices: string, low: string, high: string) =>
    `By ${invoices} invoices, the month may end between ${low} and ${high}.`,
  tooFew: (invoices: number, words: string) =>
    invoices === 0
      ? 'How the month may end is told from three invoices on.'
      : `${words} ${invoices === 1 ? 'invoice does' : 'invoices do'} not carry a projection: it is told from three on.`,
  noBudget: 'No budget is set, so there is nothing to compare it with.',
  reachedTitle: (percent: string, currency: string) => `${percent} of the ${currency} budget is reached`,
  overTitle: (currency: string) => `The ${currency} budget is used up`,
  reached: (month: string, elapsed: string) =>
    `${elapsed} of ${month} has passed. This page only measures: what campaigns spend is set in Amazon’s own advertising console.`,

  figures: {
    charged: 'Charged',
    refunded: (refund: string) => `${refund} refunded`,
    ofBudget: 'Of the budget',
    elapsed: (share: string) => `${share} of the month has passed`,
    runsOut: 'Budget lasts until',
    ranOut: 'Budget used up',
    wholeMonth: 'month’s end',
    lastsNote: 'at the month’s mean speed',
    tacos: 'Of all sales',
    tacosNote: 'TACoS',
    salesUnread: 'daily sales not read yet',
    noSales: 'no sales',
    none: '–',
  },

  chart: {
    says: (spent: string, by: string, month: string) => `Charges of ${month}, added up: ${spent} by ${by}.`,
    saysBudget: (budget: string) => `The budget is ${budget}.`,
    budget: (amount: string) => `Budget ${amount}`,
    to: (low: string, high: string) => `${low} to ${high}`,
    today: (day: string) => `${day}, today`,
    legend: 'Stepped line: what is charged, dashed where it is not final.',
    legendPace: 'Slanted line: an even pace. Hairlines: 80% and 90% of the budget.',
    legendRange: 'Tint: where the month may end.',
    day: 'Day',
    charged: 'Charged',
    refunded: 'Refunded',
    sum: 'Sum',
    caption: (month: string, currency: string) => `Charges by day, ${month}, ${currency}`,
  },

  table: {
    title: 'By currency',
    aside: 'Amazon names no marketplace for a charge, so budgets are kept per currency of the whole store.',
    caption: (month: string, elapsed: string) => `${month}, ${elapsed} of it gone`,
    currency: 'Currency',
    budget: 'Budget',
    charged: 'Charged',
    net: 'net of refunds',
    ofBudget: 'Of budget',
    pace: 'Pace',
    end: 'May end at',
    lasts: 'Lasts until',
    tacos: 'Of sales',
    tacosNote: 'TACoS',
  },
  pace: {
    none: 'no budget set',
    ahead: (points: string) => `ahead by ${points} points`,
    behind: (points: string) => `behind by ${points} points`,
    inStep: 'in step',
    over: 'used up',
    reached: (percent: string, rest: string) => `over ${percent}, ${rest}`,
  },

  budget: {
    title: 'Budget',
    pageTitle: (currency: string) => `Advertising budget in ${currency}`,
    label: (currency: string) => `For each calendar month, in ${currency}`,
    hint: (month: string, example: string) =>
      `From ${month} on, until you change it; earlier months keep theirs. For example ${example}. Leave it empty for none.`,
    save: 'Save the budget',
    back: 'Back without a change',
    invalid: (example: string) =>
      `Enter an amount above nought such as ${example}, with a comma between thousands only.`,
    aside: 'You are told at 80% and at 90%. Only this store’s members see it; changes are on its record.',
  },

  invoices: {
    title: 'Invoices',
    csv: 'Download CSV',
    caption: (n: number, words: string, month: string) =>
      n === 1 ? `One invoice in ${month}` : `${words} invoices in ${month}, newest first`,
    captionCut: (shown: string, all: string, month: string) =>
      `The newest ${shown} of ${all} invoices in ${month}; the file has all`,
    invoice: 'Invoice',
    noNumber: 'without a number',
    posted: 'Posted',
    state: 'State',
    final: 'Final',
    open: 'Not final',
    charge: 'Charge',
    refund: 'Refund',
    sum: (month: string) => `${month} so far`,
    none: (month: string) => `Amazon has posted no invoice in ${month} so far.`,
  },

  past: {
    title: 'Months before',
    caption: (currency: string) => `Whole months in ${currency}, newest first`,
    month: 'Month',
    charged: 'Charged',
    ofBudget: 'Of budget',
    sales: 'Sales',
    tacos: 'Of sales',
    none: 'No month before this one is read whole yet.',
    reach: (to: string) => `Read back to ${to} so far; the rest follows by itself.`,
  },

  absent: {
    title: 'What is not here',
    what: 'Campaigns, keywords, clicks and bids, and the marketplace of a charge.',
    why: 'We read the invoices in your account’s finances. Amazon writes an invoice’s number, time and amount there, and nothing else about advertising. The rest is in Amazon’s advertising console, for which this application asks no access.',
  },

  computed: {
    title: 'How this is computed',
    source: (operation: string, asOf: string) =>
      `Charges: Amazon’s ${operation}, as of ${asOf}. The last ten days are read again each time. Each charge and each refund counts once, also where an invoice holds several, tax included.`,
    zone: (zone: string) => `Days and months are those of the store’s home zone, ${zone}.`,
    pace: 'Pace: share of the budget less the share of the month that has passed; within five points either way it is in step.',
    range:
      'Range: at the month’s rate and mean of invoices so far, give or take 1.28 standard deviations, which holds four months of five. The upper end allows that the last two days’ invoices are not posted yet.',
    lasts: 'Budget lasts until: what is left of it, at the month’s mean speed.',
    tacos:
      'TACoS: charges net of refunds ÷ ordered sales of all the currency’s marketplaces on the same days (Amazon’s getOrderMetrics). Without sales it is “–”.',
    final: 'Today and the two days before are not final.',
  },
}
