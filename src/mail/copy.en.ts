export const en = {
  greeting: 'Hello,',
  signature: (origin: string) => `Mint Hub\n${origin}`,
  linkRules:
    'The link works once, for 15 minutes, and only the newest one works. It opens a page with one button; the browser in which you press it is the one that continues.',
  notYou: 'If you did not ask for this, you need not do anything.',
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
}
