const small = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

/** Words that the three views share: how old their figures are, what is being read, and what stopped. */
export const en = {
  views: {
    inventory: 'Inventory',
    orders: 'Orders',
    advertising: 'Advertising charges',
    settings: 'Settings',
  },
  marketplaces: 'Marketplace',
  stop: '.',
  join: '; ',
  /** Names in one phrase: only its first word has a capital. */
  all: (whats: readonly string[]) =>
    new Intl.ListFormat('en-GB').format(whats.map((what, at) => (at === 0 ? what : small(what)))),
  /** Phrases in one sentence. */
  sentence: (phrases: readonly string[]) =>
    `${phrases.map((phrase, at) => (at === 0 ? phrase : small(phrase))).join('; ')}.`,
  data: {
    inventory: 'Stock',
    planning: 'Planning report',
    sales: 'Daily sales',
    'sku-sales': 'Daily sales of this SKU',
    orders: 'Open orders',
    performance: 'Performance report',
    charges: 'Charges',
  },
  ages: {
    now: 'less than a minute ago',
    minutes: (n: number) => (n === 1 ? 'one minute ago' : `${n} minutes ago`),
    hours: (n: number) => (n === 1 ? 'an hour ago' : `${n} hours ago`),
    days: (n: number) => (n === 1 ? 'a day ago' : `${n} days ago`),
  },
  asOf: 'As of',
  read: (what: string, age: string) => `${what} read ${age}`,
  unread: (what: string) => `${what} not read yet`,
  mayBegin: (what: string, when: string) => `Amazon lets us read again from ${when}: ${what}.`,
  refresh: 'Refresh now',
  running: 'Reading from Amazon.',
  runningOld: 'The figures below are the earlier ones.',
  rows: (what: string, rows: string) => `${what}: ${rows === '1' ? 'one line' : `${rows} lines`} so far`,
  rowsOf: (what: string, rows: string, about: string) => `${what}: ${rows} of about ${about} lines`,
  asked: (what: string) => `${what}: asked for`,
  resting: (what: string, when: string) => `${what}: goes on at ${when}, by itself`,
  begun: (time: string) => `Begun ${time}. You can close this page; the reading goes on.`,
  label: 'Lines read',
  lookAgain: 'Look again',
  ended: 'The reading has ended.',
  showNew: 'Show the new figures',
  failedTitle: 'The last reading did not finish',
  failed: (what: string, why: string) => `${what}: ${why}`,
  failedPart: (what: string) =>
    `${what}: what had come before that is kept, and the next reading goes on from there.`,
  failedOld: 'What is shown below is from the reading before.',
  failedNone: 'No figures are stored yet.',
  tryAgain: 'Try again',
  stoppedTitle: 'Reading this store has stopped',
  stopped: 'No call is made to Amazon for this store meanwhile, and no figure is shown.',
  stoppedWhy: 'See why, and how it goes on',
  notListedTitle: 'Amazon has not listed this store’s marketplaces yet',
  notListed: 'We are asking Amazon now. The connection stands; look again in a moment.',
  computed: 'How this is computed',
  faults: {
    'amazon-busy': 'Amazon asked us to read more slowly.',
    'amazon-down': 'Amazon does not answer at the moment.',
    'amazon-refused':
      'Amazon refused this reading. If a role was added since you agreed, authorizing again helps.',
    'amazon-changed': 'Amazon’s answer had a shape we do not know, so we did not guess.',
    'too-many-rows': 'There is more than one reading takes in.',
    'report-pending':
      'Amazon has been preparing the report for hours. The next look goes on with the same one.',
    'report-cancelled': 'Amazon cancelled the report: it has nothing to say for this marketplace.',
    'report-failed': 'Amazon could not make the report.',
    'our-configuration': 'Something in our own configuration is wrong.',
    'storage-down': 'Our storage does not answer at the moment.',
    other: 'It ended before Amazon had sent everything.',
  },
}
