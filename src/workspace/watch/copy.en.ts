/** Words of the page where a seller has views read at an hour and says what is urgent. */
export const en = {
  title: 'Alerts and watches',
  lead: 'What is urgent stands on the overview, always. A watch reads a view at an hour you set and writes to you when something in it is urgent that its last mail did not say.',
  watches: 'Watches',
  watchesAside: (zone: string) => `Yours alone. Hours are ${zone}.`,
  off: 'Off',
  on: (hour: string, days: string) => `At ${hour}, ${days}`,
  next: (when: string) => `Next: ${when}.`,
  until: (day: string) => `It ends on ${day} unless you renew it.`,
  daysWords: { daily: 'every day', weekdays: 'Monday to Friday' },
  views: {
    inventory: (site: string) => `Inventory, ${site}`,
    orders: (site: string) => `Orders, ${site}`,
    advertising: () => 'Advertising charges',
  },
  hour: 'Hour',
  days: 'Days',
  daily: 'Every day',
  weekdays: 'Monday to Friday',
  set: 'Watch',
  renew: 'Change or renew',
  end: 'End this watch',
  mails:
    'A mail comes when an order, a SKU, a rate or a budget has become urgent since the last mail of that watch, or has become worse: out of stock; 80%, 90% and 100% of a budget; the last order before Amazon’s target; 60, 30 or 7 days of authorization, and the last. It says what is new first. What is as it was brings no mail by itself; what went away and comes back is new.',
  record:
    'Each reading of a watch stands on the record with that reason. A watch stops when the store is stopped, when you are no member any more, and after 90 days.',
  thresholds: 'What is urgent',
  thresholdsAside: 'For all members of this store.',
  fields: {
    coverDays: 'Cover below, in days',
    ordersLeft: 'Error budget: orders left, or fewer',
    budgetPercent: 'Advertising budget used, in percent',
    authorizationDays: 'Authorization ends within, in days',
  },
  hints: {
    coverDays: '1 to 90. Amazon calls under 7 critical.',
    ordersLeft:
      '0 to 1,000. How many more may be late, cancelled or untracked before Amazon’s target is missed.',
    budgetPercent: '10 to 100.',
    authorizationDays: '1 to 120. Our mails come 60, 30 and 7 days before, whatever you set here.',
  },
  invalid: {
    coverDays: 'Enter whole days from 1 to 90.',
    ordersLeft: 'Enter a whole number from 0 to 1,000.',
    budgetPercent: 'Enter whole percent from 10 to 100.',
    authorizationDays: 'Enter whole days from 1 to 120.',
  },
  save: 'Save',
  back: 'Back to the store',
}
