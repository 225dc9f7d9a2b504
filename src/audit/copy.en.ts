/**
 * The record in plain sentences. Each says who did what and how it ended; `who` is one of the words below. No sentence
 * names a person, a mail address or a token.
 */
const rowsOf = (rows: string): string => (rows === '1' ? 'one row' : `${rows} rows`)

export const en = {
  who: { you: 'You', member: 'A member', anonymous: 'Somebody not signed in', machine: 'Mint Hub' },
  why: (text: string) => ` ${text}.`,

  views: {
    overview: () => 'the overview',
    inventory: (marketplace: string) => `the inventory of ${marketplace}`,
    sku: (marketplace: string) => `one SKU of ${marketplace}`,
    orders: () => 'the open orders',
    order: () => 'one order',
    advertising: () => 'the advertising charges',
  },
  asFile: (what: string) => `${what} as a file`,
  forWatch: (what: string) => `${what} for a watch`,
  looked: {
    shown: (who: string, what: string, times: number, rows: string) =>
      times === 1
        ? `${who} looked at ${what}: ${rowsOf(rows)} shown.`
        : `${who} looked at ${what} ${times} times: ${rowsOf(rows)} shown in all.`,
    progress: (who: string, what: string, times: number) =>
      times === 1
        ? `${who} asked for ${what}; no figure was shown.`
        : `${who} asked for ${what} ${times} times; no figure was shown.`,
    refused: (who: string, what: string, times: number, why: string) =>
      times === 1
        ? `${who} asked for ${what}; nothing was shown.${why}`
        : `${who} asked for ${what} ${times} times; nothing was shown.${why}`,
    unknown: (who: string, what: string, times: number) =>
      times === 1
        ? `${who} asked for ${what}; whether it was shown is not known.`
        : `${who} asked for ${what} ${times} times; whether it was shown is not known.`,
    open: (who: string, what: string) => `${who} asks for ${what}; the answer is under way.`,
  },

  operations: {
    exchangeCode: () => 'the authorization',
    refreshAccess: () => 'an access token',
    getMarketplaceParticipations: () => 'the list of marketplaces',
    getInventorySummaries: (marketplace: string) => `the stock of ${marketplace}`,
    getOrderMetrics: (marketplace: string) => `the daily sales of ${marketplace}`,
    searchOrders: () => 'open orders',
    getOrder: () => 'one order',
    listTransactions: () => 'the seller id on its transactions',
    listFinancialEvents: () => 'advertising charges',
    createReport: (marketplace: string) => `a report on ${marketplace}`,
    getReport: () => 'the state of that report',
    getReportDocument: () => 'the address of its document',
    fetchDocument: () => 'that document',
  },
  asked: (things: string, ends: string) => `Mint Hub asked Amazon for ${things}: ${ends}.`,
  endedAlike: (calls: number, shown: string, end: string) =>
    calls === 1 ? `one call, ${end}` : `${shown} calls, all ${end}`,
  endedOtherwise: (shown: string, ends: string) => `${shown} calls, ${ends}`,
  comma: ', ',
  counted: (n: string, end: string) => `${n} ${end}`,
  ends: {
    answered: 'answered',
    busy: 'put off by Amazon as too frequent',
    refused: 'refused',
    failed: 'failed at Amazon',
    'not-sent': 'not sent',
    unknown: 'with an unknown outcome',
    open: 'under way',
  },
  rowsRead: (rows: string) => (rows === '1' ? ' One line was read.' : ` ${rows} lines were read.`),
  data: {
    inventory: (marketplace: string) => `the stock of ${marketplace}`,
    planning: (marketplace: string) => `the planning report of ${marketplace}`,
    sales: (marketplace: string) => `the daily sales of ${marketplace}`,
    'sku-sales': (marketplace: string) => `the daily sales of one SKU of ${marketplace}`,
    orders: () => 'the open orders',
    performance: (marketplace: string) => `the performance report of ${marketplace}`,
    charges: () => 'the advertising charges',
  },
  stored: (rows: string, what: string) =>
    `Mint Hub read ${what}: ${rows === '1' ? 'one line' : `${rows} lines`}.`,
  purged: (what: string) => `Mint Hub removed what was past its time of ${what}.`,
  watchTold: (n: number, shown: string) =>
    `Mint Hub wrote to a member that their watch found ${n === 1 ? 'one urgent thing' : `${shown} urgent things`}.`,
  settings: {
    planning: (who: string) => `${who} changed the planning settings.`,
    budget: (who: string) => `${who} changed the advertising budgets.`,
    alerts: (who: string) => `${who} changed what is alerted.`,
    watch: (who: string) => `${who} changed a watch.`,
  },

  consentStarted: (who: string) => `${who} set out for Amazon to authorize a store.`,
  consentReturned: (who: string) => `${who} came back from Amazon with its consent.`,
  consentRefused: (why: string) => `The consent led to no connection.${why}`,
  marketplacesAsked: (who: string) => `${who} asked for the store’s marketplaces.`,
  connected: (who: string) => `${who} authorized the store; it is connected.`,
  replaced: 'An earlier connection of the same seller account was stopped: this consent is newer.',
  sellerConfirmed: 'Amazon’s own records confirmed the seller id.',
  sellerMismatch: 'Amazon’s own records named another seller.',
  fenced: {
    disconnected: (who: string) => `${who} disconnected the store; reading stopped.`,
    suspected: () => 'Amazon refused the authorization once; reading stopped until it is asked again.',
    'authorization-refused': () => 'Amazon no longer accepted the authorization; reading stopped.',
    'region-wrong': () => 'Amazon did not know the store in this region; reading stopped.',
    'seller-mismatch': () => 'Reading stopped, since the seller was another one.',
    superseded: () => 'A newer consent for the same seller account took this one’s place; reading stopped.',
  },
  restored: 'Amazon accepted the authorization after all; reading goes on.',
  authorizationAsked: {
    daily: 'Mint Hub made its daily check that the authorization stands; no figure was read.',
    look: 'A member looked at the store, and Mint Hub checked that the authorization stands; no figure was read.',
  },
  tokenDestroyed: 'Mint Hub destroyed the refresh token that was no longer in use.',
  figuresDestroyed: 'Mint Hub destroyed the key of the stored figures.',
  noticed: {
    'renewal-due': (people: string, days: string) =>
      `Mint Hub wrote to ${people}: the authorization ends in ${days} days.`,
    'seller-mismatch': (people: string) => `Mint Hub wrote to ${people} that the seller was another one.`,
    superseded: (people: string) => `Mint Hub wrote to ${people} that a newer consent took this one’s place.`,
    'connection-replaced': (people: string) =>
      `Mint Hub wrote to ${people} that an earlier connection was stopped.`,
    'authorization-refused': (people: string) =>
      `Mint Hub wrote to ${people} that Amazon no longer accepts the authorization.`,
  },
  people: (n: number, shown: string) => (n === 1 ? 'one member' : `${shown} members`),
  quarantined: 'Something sealed for this store did not open; the store was held for checking.',

  signedUp: (who: string) => `${who} opened an account.`,
  sessionStarted: {
    passkey: (who: string) => `${who} signed in with a passkey.`,
    'sign-up': (who: string) => `${who} signed in on opening the account.`,
    recovery: (who: string) => `${who} signed in with a recovery code.`,
  },
  sessionEnded: (who: string) => `${who} signed out.`,
  sessionRefused: (why: string) => `A sign-in was refused.${why}`,
  passkeyAdded: (who: string) => `${who} added a passkey.`,
  recoveryUsed: (who: string) => `${who} used a recovery code.`,
  mailSent: {
    'sign-up': 'Mint Hub sent a link to open an account.',
    recovery: 'Mint Hub sent a link to recover an account.',
  },
}
