/** Words of a store's page: how it stands, its authorization's year, its readings, what happened of late. */
export const en = {
  stop: '.',
  asOf: 'As of',
  you: 'You',
  member: 'A member',
  states: {
    connected: 'Connected',
    throttled: 'Slowed down',
    failing: 'Failing',
    due: 'Renewal due',
    over: 'Authorization ran out',
    suspected: 'In doubt',
    fenced: 'Stopped',
    needs: 'Needs authorization',
  },

  stopped: {
    unfinished: {
      title: 'This connection was not finished',
      text: 'Amazon gave its consent, but we could not keep it. Nothing is read for this store.',
    },
    disconnected: {
      title: 'This store is disconnected',
      text: 'The authorization was ended here. No call to Amazon starts for this store any more.',
    },
    suspected: {
      title: 'Amazon refused the authorization once',
      text: 'We ask again before we believe it: twice within fifteen minutes, or hourly after that while Amazon gives no answer. Nothing is read meanwhile.',
    },
    'authorization-refused': {
      title: 'Amazon no longer accepts the authorization',
      text: 'It was withdrawn at Amazon, or its year ran out. Reading stopped when Amazon told us so.',
    },
    'region-wrong': {
      title: 'Amazon does not know this store in that region',
      text: 'The authorization is not valid in the region that was chosen. When you connect again, choose the country in which the seller account was opened.',
    },
    'seller-mismatch': {
      title: 'Amazon’s records name another seller',
      text: 'The seller id that came with the consent is not the one on the store’s own transactions, so reading stopped. If it is your own store, authorize it again.',
    },
    superseded: {
      title: 'A newer connection took this one’s place',
      text: 'The same seller account was authorized again later, for another connection. Only the account’s primary user can give a consent, so the newest one counts. Nothing went from this store to the other.',
    },
    unopened: {
      title: 'This store is held for checking',
      text: 'Something sealed for this store did not open under its own key, so nothing of it is read or shown.',
    },
  },
  when: 'Stopped',
  figures: 'Figures',
  figuresUntil: (date: string) =>
    `What was read is sealed and shown to nobody. Its key is destroyed on ${date}, unless the store is authorized again before.`,
  figuresOver: (date: string) => `What was read was kept until ${date}.`,
  figuresUnopened: 'Shown to nobody. Authorizing again deletes them and starts with a new reading.',
  record: 'Record',
  recordStays: 'It stays: who looked at what, and each call to Amazon.',
  goOn: 'To go on',
  goOnText: 'The account’s primary user authorizes the store again at Amazon.',
  goOnSuspected:
    'If Amazon accepts the authorization after all, reading goes on by itself. If you withdrew it, disconnect the store here.',
  goOnSuperseded:
    'The account’s primary user authorizes the store again, from here. The other connection then stops in turn.',
  askAgain: 'Ask Amazon again',

  authorization: 'Authorization',
  daysLeft: (days: number, date: string) =>
    days === 1 ? `One day left, until ${date}.` : `${days} days left, until ${date}.`,
  ranOut: (date: string) => `It ran out on ${date}.`,
  year: 'Amazon asks for a new consent every 365 days. We write to you 60, 30 and 7 days before.',
  yearOver: 'Amazon asks for a new consent every 365 days, and may refuse any reading now.',
  passedLabel: 'Days of the authorization that have passed',
  passed: (days: number, all: number) => `${days} of ${all} days have passed`,
  given: 'Authorized',
  ends: 'Ends',
  waiting: (features: string) =>
    `Authorize again for ${features}. The consent in force was given before that was part of it.`,
  again: 'Authorize again',

  facts: 'Facts',
  seller: 'Seller id',
  confirmed: 'confirmed by Amazon’s own records',
  claimed: 'as the consent states it; Amazon’s own records have not confirmed it yet',
  region: 'Region',
  marketplaces: 'Marketplaces',
  notListed: 'Amazon has not listed them yet.',
  roles: 'Roles allowed',
  noRoles: 'None.',
  connectedBy: 'Connected by',
  connectedFirst: 'First connected',
  authorizedBy: 'Authorized again by',

  action: 'What needs action',
  health: 'Health',
  healths: {
    connected: 'Nothing stands in the way of a reading.',
    throttled: (until: string) =>
      `Amazon is slowing us down until ${until}. Readings take longer meanwhile; nothing is lost.`,
    failing: {
      reading: (since: string, why: string) => `Readings have failed since ${since}. ${why}`,
      access: (since: string, why: string) =>
        `We have had no access to Amazon since ${since}. ${why} Your authorization is not in question.`,
    },
    needs: 'The authorization’s year is over. Amazon may refuse any reading until there is a new consent.',
  },
  kept: (days: string) =>
    `Figures are kept ${days} days; daily sales and advertising charges 18 months. Then they are removed.`,
  readings: {
    none: 'Not read yet',
    running: 'Being read',
    done: 'Read',
    failed: 'Not finished',
  },
  someRead: (n: string, of: string) => `${n} of ${of} marketplaces.`,
  runningText: (rows: string) => `${rows} lines so far.`,
  storedThen: (n: number, rows: string) => (n === 1 ? ': one line.' : `: ${rows} lines.`),
  storedSince: 'The figures are from',
  nothingStored: 'No figures are stored.',

  recent: 'Recent activity',
  zone: (zone: string) => `Times are ${zone}.`,
  empty: 'Nothing has happened yet.',
  emptyText: 'Each look, reading and change will stand here.',
  silent: 'The store’s own record does not answer at the moment.',
  silentText: 'What else this page says comes from our directory. Look again in a minute.',

  end: 'Disconnect',
  endText:
    'Disconnecting stops all reading at once and destroys the refresh token. Figures stay sealed for 30 days.',
  endStopped:
    'Reading has stopped already. Disconnecting makes sure that no refresh token of this store is left.',
  endGo: 'Disconnect this store',
  endedText: 'The refresh token is destroyed, or is being destroyed.',
  endedGo: 'What went and what stays',
}
