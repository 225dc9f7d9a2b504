export const en = {
  greeting: 'Hello,',
  signature: (origin: string) => `Mint Hub\n${origin}`,
  linkRules:
    'The link works once, for 15 minutes, and only the newest one works. It opens a page with one button; the browser in which you press it is the one that continues.',
  notYou: 'If you did not ask for this, you need not do anything.',
  watch: {
    subject: {
      inventory: 'Mint Hub: your inventory watch found something urgent',
      orders: 'Mint Hub: your orders watch found something urgent',
      advertising: 'Mint Hub: your advertising watch found something urgent',
    },
    body: (store: string) => `What you had us read of ${store} holds something new that waits for you:`,
    some: (n: string) => `New or worse since the last mail: ${n}.`,
    still: 'As we wrote before, this waits as well:',
    end: (url: string) => `To change or end this watch: ${url}`,
  },
  verification: {
    subject: 'Confirm your address for Mint Hub',
    body: 'Someone, we hope you, wants to open a Mint Hub account with this address. To confirm it, open:',
  },
  alreadyKnown: {
    subject: 'You already have a Mint Hub account',
    body: 'Someone, we hope you, tried to open a Mint Hub account with this address. There is one already, so nothing was changed.',
    signIn: (url: string) => `To sign in with your passkey: ${url}`,
    recover: (url: string) => `If you have lost your passkey and kept a recovery code: ${url}`,
  },
  recovery: {
    subject: 'Recover your Mint Hub account',
    body: 'Someone, we hope you, has lost the passkey of the Mint Hub account with this address. To go on, have one of your recovery codes ready and open:',
    notYou:
      'If you did not ask for this, do not open the link and give no recovery code to anyone. Without a code nobody gets in, and nothing has changed.',
  },
  unknownAddress: {
    subject: 'No Mint Hub account with this address',
    body: 'Someone, we hope you, asked to recover a Mint Hub account with this address. There is none. Perhaps you used another address.',
    signUp: (url: string) => `To open an account: ${url}`,
  },
  recoveryUsed: {
    subject: 'Your Mint Hub account was recovered',
    body: 'A recovery code was used and a new passkey was added to your account. Every other session has ended.',
    waits:
      'For the next 24 hours no store can be connected or disconnected, nothing can be deleted or exported, and the address cannot be changed.',
    notYou: (support: string) =>
      `If this was not you, write to ${support} at once: someone has had both your mailbox and one of your codes.`,
  },
  passkeyAdded: {
    subject: 'A passkey was added to your Mint Hub account',
    body: 'A further passkey was added to your account. It can sign in from now on.',
    notYou: (support: string) => `If this was not you, write to ${support} at once.`,
  },
  storeName: (name: string, seller: string) =>
    name === seller ? `seller ${seller}` : `${name} (seller ${seller})`,
  renewalDue: {
    subject: (day: string) => `Authorize your store for Mint Hub again by ${day}`,
    body: (store: string, day: string) =>
      `Amazon’s authorization of ${store} for Mint Hub ends on ${day}. Amazon asks for it again every 365 days.`,
    after:
      'After that day nothing more is read from Amazon. Figures read so far stay sealed for 30 days and are then destroyed; if the store is authorized again in that time, nothing is lost.',
    way: 'The seller account’s primary user can authorize the store again at any time, from its page:',
  },
  superseded: {
    subject: 'Mint Hub has stopped reading a store of yours',
    body: (store: string) =>
      `Reading of ${store} has stopped: the same seller account was authorized again, for another Mint Hub account, and the newest authorization counts.`,
    kept: 'The refresh token of your connection is destroyed. Figures read so far stay sealed for 30 days and are then destroyed; nothing of them went to the other account.',
    way: 'Only the seller account’s primary user can authorize. If your connection is the one that should read, authorize it again, from its page:',
    notYou: (support: string) =>
      `If you do not know who did this, look at the users of your account in Seller Central and at Manage Your Apps, and write to ${support}.`,
  },
  connectionReplaced: {
    subject: 'Mint Hub has stopped an earlier connection of your seller account',
    body: (store: string) =>
      `You have connected ${store}. The same seller account had been connected before, for another Mint Hub account. The newest authorization counts, so that earlier connection was stopped.`,
    apart: 'Nothing was taken over from it, and its people were told.',
    notYou: (support: string) =>
      `If you know of no earlier connection, look at the users of your account in Seller Central and write to ${support}. The page of your store:`,
  },
  sellerMismatch: {
    subject: 'Mint Hub has stopped a store: Amazon names another seller',
    body: (seller: string) =>
      `The connection of seller ${seller} has stopped: Amazon’s own records say that this authorization belongs to another seller account.`,
    stopped:
      'Its refresh token is destroyed. Figures read through it stay sealed for 30 days and are then destroyed.',
    way: 'If you connected your own store, connect it again. The page of the stopped one:',
    notYou: (support: string) => `If you did not connect a store, write to ${support}.`,
  },
  authorizationRefused: {
    subject: 'Amazon no longer accepts Mint Hub’s authorization of a store of yours',
    body: (store: string) =>
      `Reading of ${store} has stopped: Amazon refused the authorization, and refused it again each time we asked once more.`,
    gone: 'The refresh token of that authorization is destroyed. Figures read so far stay sealed for 30 days and are then destroyed; if the store is authorized again in that time, nothing is lost.',
    why: 'This happens when the authorization is disabled under Manage Your Apps in Seller Central, or when its year is over. If you meant to end it, you need not do anything.',
    way: 'To go on, the seller account’s primary user authorizes the store again, from its page:',
  },
}
