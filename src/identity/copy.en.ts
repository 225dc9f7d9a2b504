export const en = {
  email: 'E-mail address',
  emailRequired: 'Enter your e-mail address',
  emailInvalid: 'Enter an e-mail address such as name@example.com',
  mailDown: {
    title: 'The mail could not be sent',
    body: 'Our mail carrier did not take it. No account was made or changed. Please try again in a minute.',
  },
  sent: {
    title: 'Look into your mailbox',
    lead: 'We have sent a mail to the address you entered. What to do next is written there.',
    rules:
      'A link in it works once, for 15 minutes, and only the newest one works. You may open it on another device: the browser in which you press its button is the one that continues.',
    nothing:
      'Nothing there after two minutes? Look among unwanted mail, or ask again. We send at most five an hour.',
    again: 'Ask again',
  },
  signUp: {
    title: 'Open an account',
    lead: 'Your address, then a passkey. There is no password, so none can be guessed, reused or stolen.',
    submit: 'Send me the link',
    hint: 'We write to it about your account and your stores, and give it to nobody.',
    known: 'You have an account?',
    signIn: 'Sign in',
  },
  confirm: {
    signUp: {
      title: 'Confirm your address',
      lead: (email: string) => `This browser goes on to open the account of ${email}.`,
      button: 'Confirm and go on',
    },
    recovery: {
      title: 'Recover your account',
      lead: (email: string) =>
        `This browser goes on to recover the account of ${email}. You will need one of your recovery codes.`,
      button: 'Go on with the recovery',
    },
    foreign: 'If this is not your address, close this page: somebody has sent you their own link.',
  },
  passkey: {
    needsScript:
      'A passkey is made and shown by your browser itself, which needs JavaScript on this page. Allow it for this site, or use a browser that has it, and load the page again.',
    unsupported:
      'This browser has no passkeys. Use a current Chrome, Edge, Firefox or Safari, on a computer or telephone with a screen lock.',
    cancelled: 'Nothing was sent: the browser’s window was closed, or it waited too long. You can try again.',
    exists: 'This device holds a passkey of this account already. Use another device or a security key.',
    failed:
      'The server did not answer as expected, or this page has become too old. Load it again and try once more.',
    email: 'Account',
    what: 'What it is',
    whatBody:
      'A key that your device keeps and shows only after your fingerprint, face or PIN. We receive its public half.',
    where: 'Where it stays',
    whereBody: 'In your device or password manager. What opens it never leaves there.',
    lost: 'If you lose it',
  },
  firstPasskey: {
    title: 'Create your passkey',
    lead: 'It takes the place of a password, and the account is made with it.',
    lost: 'One of the ten recovery codes on the next page, together with a mail link, lets you add another.',
    button: 'Create a passkey',
  },
  codes: {
    title: 'Keep these ten recovery codes',
    lead: 'Your account is open. These codes are shown only now: print this page, or copy them to where you keep important papers.',
    warn: 'Do not leave before you have kept them',
    warnBody: 'We store only their fingerprints and cannot show them again.',
    list: 'Recovery codes',
    how: 'How they work',
    howBody:
      'If your passkey is lost, choose “I have lost my passkey” on the sign-in page. You need the mail we then send and one code. Each code works once. Afterwards, for 24 hours, nothing can be connected, disconnected, deleted or exported.',
    nobody: 'Who may ask for them',
    nobodyBody: 'Only that page. We never ask for a code by mail or telephone; nor does Amazon.',
    account: 'Account',
    made: 'Made',
    done: 'I have kept them: go on',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Your browser will ask which passkey to show. No address and no password are needed.',
    button: 'Sign in with a passkey',
    expired: 'You have been signed out',
    expiredBody:
      'A session ends after 30 minutes without use, and 12 hours after signing in. Sign in to go on where you were.',
    again: 'Show your passkey once more',
    againBody: 'To add a passkey you must have signed in within the last ten minutes.',
    noAccount: 'No account yet?',
    signUp: 'Open an account',
    lost: 'I have lost my passkey',
  },
  recovery: {
    title: 'Recover your account',
    lead: 'Two things are needed: a mail to your address, and one of your ten recovery codes.',
    submit: 'Send me the mail',
    after: 'What happens then',
    afterBody:
      'You add a new passkey; every other session ends. For 24 hours no store can be connected or disconnected, nothing can be deleted or exported, and the address cannot be changed.',
    back: 'Back to signing in',
  },
  code: {
    title: 'Enter a recovery code',
    lead: 'One of the ten codes you kept when you opened the account.',
    label: 'Recovery code',
    hint: 'Five groups of four. Capitals, hyphens and spaces do not matter. The code is used up by this.',
    required: 'Enter one of your recovery codes',
    refused: 'This code does not exist or was used before',
    tries: 'After ten tries this recovery ends, and you need a new mail.',
    submit: 'Use this code',
  },
  newPasskey: {
    title: 'Add a new passkey',
    lead: 'The code was accepted. Add the passkey within 15 minutes of opening the mail link.',
    lost: 'Your remaining recovery codes still work, each once.',
    button: 'Add a passkey and sign in',
    ends: 'What ends now',
    endsBody: 'Every session of this account in every other browser. We tell you by mail.',
  },
  account: {
    title: 'Account',
    address: 'E-mail address',
    passkeys: 'Passkeys',
    added: 'Added',
    used: 'Last used',
    never: 'Not yet used to sign in',
    add: 'Add a passkey',
    addWhy: 'A second one, on another device, spares you a recovery.',
    codes: 'Recovery codes',
    codesLeft: (left: string, of: string) => `${left} of ${of} left`,
    codesNone:
      'None left. Add a second passkey: without a passkey and a code the account cannot be recovered.',
    cooling: 'Recovered a short time ago',
    coolingBody:
      'Until the time below no store can be connected or disconnected, nothing can be deleted or exported, and the address cannot be changed. If the recovery was not yours, write to us at once.',
    coolingUntil: 'Until',
    session: 'This session',
    sessionBody: 'It ends after 30 minutes without use, and 12 hours after signing in.',
    signOut: 'Sign out',
  },
  furtherPasskey: {
    title: 'Add a passkey',
    lead: 'On another device, in another password manager, or on a security key.',
    lost: 'You can sign in with any of the others.',
    button: 'Add a passkey',
    cancel: 'Not now',
  },
  ways: {
    signUp: 'Ask for a new link',
    recovery: 'Start the recovery again',
    recover: 'I have lost my passkey',
    add: 'Try again',
  },
}
