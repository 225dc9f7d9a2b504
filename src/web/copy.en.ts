/**
 * Words of the shell: bar, footer, forms, tables, problem pages.
 * A problem says what happened, what became of the person's data, and what to do next.
 */
export const en = {
  brand: 'Mint Hub',
  skip: 'Skip to content',
  titled: (title: string) => `${title} · Mint Hub`,
  errorTitled: (title: string) => `Error: ${title} · Mint Hub`,
  other: { lang: 'zh-Hans', word: '中文' },
  chart: { numbers: 'The numbers as a table' },
  bar: {
    storePages: 'Store pages',
    you: 'You',
    overview: 'Overview',
    inventory: 'Inventory',
    orders: 'Orders',
    advertising: 'Ads',
    settings: 'Settings',
    stores: 'Stores',
    account: 'Account',
    signIn: 'Sign in',
    signOut: 'Sign out',
  },
  foot: {
    home: 'Home',
    support: 'Write to us',
    independent: 'Independent of Amazon; reads only.',
  },
  form: {
    summary: (count: number) =>
      count === 1 ? 'One entry needs another look' : `${count} entries need another look`,
    unreadable: 'The form could not be read. Nothing was stored. Please fill it in again.',
    pastedSecret: 'This looks like a secret key or token. It was not stored',
    rotate:
      'No page here ever needs a key. If it is a real one, replace it now, where it was issued: an AWS key in IAM, under Security credentials; an application’s client secret or refresh token in Seller Central, under Develop Apps. Until then whoever has seen it can act as you.',
  },
  table: {
    none: '–',
    range: (from: string, to: string, total: string) => `${from}–${to} of ${total}`,
    pages: 'Pages',
    previous: 'Previous',
    next: 'Next',
  },
  problem: {
    reference: 'Reference',
    write: (mail: string) => `Name it if you write to ${mail}.`,
    until: 'Possible again from',
    ways: {
      home: 'Go to the home page',
      stores: 'Go to your stores',
      signIn: 'Sign in',
      connect: 'Connect a store',
      again: 'Try this page again',
      back: 'Go back to the form',
      account: 'Go to your account',
    },
    faults: {
      'bad-input': {
        title: 'This could not be read',
        happened: 'Something in the address or the form is not in the shape we expect. Nothing was stored.',
        next: 'Go back, check what was entered, and send it again.',
      },
      'pasted-secret': {
        title: 'This looks like a secret key',
        happened:
          'What was sent holds something shaped like an Amazon key or token. It was not stored, logged or passed on.',
        next: 'No page here ever needs a key. If it is a real one, replace it now, where it was issued: an AWS key in IAM, under Security credentials; an application’s client secret or refresh token in Seller Central, under Develop Apps. Then remove this address from your browser’s history.',
      },
      'not-found': {
        title: 'There is nothing here',
        happened: 'This address leads to no page, or to something that is not yours to see.',
        next: 'Check the address, or start again from a page that exists.',
      },
      'sign-in-needed': {
        title: 'Please sign in first',
        happened:
          'This page belongs to an account. A session ends after 30 minutes without use, and after 12 hours in any case.',
        next: 'Sign in with your passkey, then open the page again.',
      },
      'cross-site': {
        title: 'This did not come from our own page',
        happened:
          'The form was sent from elsewhere, or from a page that was opened before you signed in or out. It was refused, and nothing was stored.',
        next: 'Open the page again here and send the form from it.',
      },
      'too-many-requests': {
        title: 'Too many attempts for the moment',
        happened:
          'More forms were sent from your network than we take in a minute. This one was not read, and nothing was stored.',
        next: 'Wait one minute, then send it again.',
      },
      'link-dead': {
        title: 'This link does not work any more',
        happened:
          'A link from our mail works once, for 15 minutes, and only the newest one counts. Nothing was changed.',
        next: 'Ask for a new link and open it within 15 minutes.',
      },
      'passkey-refused': {
        title: 'The passkey was not accepted',
        happened:
          'Your device’s answer could not be verified: it may belong to another account, or it came too late. Nothing was changed.',
        next: 'Try once more. If the passkey is lost, sign in with a recovery code.',
      },
      'recovery-refused': {
        title: 'The recovery code was not accepted',
        happened: 'It does not exist or was used before; each code works once. Nothing was changed.',
        next: 'Check the code for a mistyped character, or use another one from your list.',
      },
      'recovery-cooling': {
        title: 'Not within 24 hours of a recovery',
        happened:
          'This account was recovered a short time ago. So that nobody else can do harm with a stolen code, stores cannot be connected or disconnected for 24 hours. Nothing was changed.',
        next: 'Wait until then. If it was not you who recovered the account, write to us at once.',
      },
      'method-refused': {
        title: 'This address does not take that request',
        happened: 'The page exists, but not for the way it was asked. Nothing was stored.',
        next: 'Open it from a link or send its own form.',
      },
      'arrival-refused': {
        title: 'This link does not come from Amazon',
        happened:
          'It asks to be led back to an address that is none of Amazon’s, or a part of it is missing. It was not followed, and nothing was stored.',
        next: 'Begin here instead. If somebody sent you the link, close this page.',
      },
      'consent-missing': {
        title: 'Amazon’s answer is incomplete',
        happened:
          'The answer does not say which of your requests it belongs to, so it was not used. No store was connected, and nothing was stored.',
        next: 'Begin again here, in this browser.',
      },
      'consent-unknown': {
        title: 'This answer belongs to another browser or account',
        happened:
          'Consent must be finished where it was begun: same browser, same account. This one was not, so it was not used. No store was connected, and nothing was stored.',
        next: 'If you began it yourself, begin again here. If somebody sent you a link, close this page.',
      },
      'consent-expired': {
        title: 'More than ten minutes have passed',
        happened:
          'A consent must be finished within ten minutes. This one came later and was not used. No store was connected, and nothing was stored.',
        next: 'Begin again; three minutes are usually enough.',
      },
      'consent-used': {
        title: 'This answer was used before',
        happened:
          'Each answer from Amazon counts once. This page was loaded again, or twice at the same time; nothing more was done.',
        next: 'Look at your stores: the first time may have gone through.',
      },
      'consent-declined': {
        title: 'Amazon did not give consent',
        happened:
          'Amazon sent you back without an authorization. No store was connected, and nothing was stored.',
        next: 'Begin again if you still want to connect. Only the account’s primary user can agree.',
      },
      'code-dead': {
        title: 'Amazon’s code is no longer valid',
        happened: 'The code lives five minutes and works once. No store was connected by it.',
        next: 'Begin again, so that Amazon issues a new one.',
      },
      'exchange-unknown': {
        title: 'Amazon’s answer was lost on the way',
        happened:
          'We asked Amazon for the authorization and did not receive a usable answer. Nothing of it was kept.',
        next: 'Authorize again: the new consent takes the place of the lost one.',
      },
      'region-wrong': {
        title: 'Amazon does not know this store in that region',
        happened: 'The authorization is not valid in the region that was chosen. Its token was destroyed.',
        next: 'Begin again and choose the country in which the seller account was opened.',
      },
      'seller-mismatch': {
        title: 'Amazon names another seller',
        happened:
          'Amazon’s own records name another seller than the answer did. Reading was stopped before anything was shown.',
        next: 'If you connected your own store, connect it again. Otherwise write to us with the reference.',
      },
      'store-stopped': {
        title: 'Reading is stopped for this store',
        happened:
          'Nothing is read from Amazon for it: the authorization was stopped here or withdrawn at Amazon.',
        next: 'To see new figures, the account’s primary user must authorize the store again.',
      },
      'store-quarantined': {
        title: 'This store is held for checking',
        happened:
          'Something that was sealed for this store did not open as it should. To be safe, nothing is read or shown. Nothing was passed on.',
        next: 'It stands in our log. Authorizing the store again starts afresh; or write to us with the reference.',
      },
      'authorization-refused': {
        title: 'Amazon no longer accepts the authorization',
        happened: 'It was withdrawn or ran out. Reading of this store has stopped.',
        next: 'To go on, the account’s primary user must authorize the store again.',
      },
      'amazon-refused': {
        title: 'Amazon refused to give these figures',
        happened:
          'The authorization is intact, but Amazon does not allow this reading; a role may be missing. Nothing was changed.',
        next: 'Try again later. If it stays like this, authorize the store again, so that Amazon asks for every role.',
      },
      'amazon-busy': {
        title: 'Amazon asks us to read more slowly',
        happened:
          'Amazon limits how often figures may be read. Your connection is untouched, and nothing is lost.',
        next: 'Try again in a few minutes.',
      },
      'amazon-down': {
        title: 'Amazon does not answer at the moment',
        happened: 'This is not about your store. Your connection is untouched, and nothing is lost.',
        next: 'Try again in a few minutes.',
      },
      'report-pending': {
        title: 'Amazon is still preparing a report',
        happened: 'It was asked for hours ago and is not done. Your connection is untouched.',
        next: 'Look again later today: we go on with the same report.',
      },
      'report-cancelled': {
        title: 'Amazon had nothing to report',
        happened:
          'It cancelled the report, which it does when there is no data for it. Your connection is untouched.',
        next: 'Look again tomorrow, or once there is stock or there are sales.',
      },
      'report-failed': {
        title: 'Amazon could not make a report',
        happened: 'It gave up on the report that we asked for. Your connection is untouched.',
        next: 'Ask again in an hour. If it fails again, Seller Support can tell why.',
      },
      'too-many-rows': {
        title: 'This is more than one reading takes in',
        happened:
          'The marketplace has more than 50,000 SKUs, which is our limit for one reading. Your connection is untouched.',
        next: 'Write to us, so that we raise the limit.',
      },
      'amazon-changed': {
        title: 'Amazon’s answer was not as expected',
        happened:
          'The answer had another shape than Amazon describes, so it was not used. Your connection is untouched.',
        next: 'It stands in our log. Try again later.',
      },
      'our-configuration': {
        title: 'We have a fault on our side',
        happened:
          'Something in our own configuration is wrong. Your store and its authorization are untouched.',
        next: 'It stands in our log. Try again in an hour.',
      },
      'storage-down': {
        title: 'Our storage does not answer at the moment',
        happened:
          'The fault is on our side. Your store and its authorization are untouched, but what you just sent may not have been kept.',
        next: 'Wait a minute, look whether it took effect, and try again.',
      },
      'our-bug': {
        title: 'This page could not be made',
        happened: 'The mistake is ours. We have been told.',
        next: 'Try again in a minute. If you were sending a form, look first whether it took effect.',
      },
    },
  },
}
