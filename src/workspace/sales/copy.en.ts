/** Words of the daily sales. */
export const en = {
  title: 'Daily orders and sales',
  aside: 'The last 30 days in the marketplace’s own zone. Today is not over.',
  orders: 'Orders a day',
  sales: (currency: string) => `Sales a day, ${currency}`,
  sum: (n: string) => `${n} in 30 days`,
  says: (what: string, sum: string, best: string, day: string) => `${what}: ${sum}; most on ${day}, ${best}.`,
  none: 'Amazon counts no sales in the last 30 days.',
  unread: 'Daily sales have not been read yet.',
  waits: 'Daily sales are being read.',
  today: 'today',
  caption: 'Orders, units and sales of each day, newest first',
  columns: { day: 'Day', orders: 'Orders', units: 'Units', sales: 'Sales' },
}
