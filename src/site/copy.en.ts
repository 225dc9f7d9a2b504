/**
 * Words of the public pages. Every sentence here is true of the code that is running; what is only planned stands
 * under "Not there yet". Role names are Amazon's own.
 */
export const en = {
  title: 'Your Amazon store, and every look written down',
  description:
    'Mint Hub reads the stock, open orders and advertising charges of your Amazon store with your consent, given on Amazon’s page. It reads only, and writes each reading on a record.',
  promise: 'Every look is written down.',
  lead: 'Mint Hub reads the stock, open orders and advertising charges of your Amazon store, and says what to reorder and what to ship, and by when. Each reading from Amazon, and each time a person opens the figures, gains a line on the store’s record.',
  connect: 'Connect your Amazon store',
  connectHint: {
    anonymous: 'First an account, with a passkey. Then three minutes on Amazon’s own page.',
    signedIn: 'Three minutes, on Amazon’s own page.',
    soon: 'Connecting opens when Amazon has approved the application. You can open an account now.',
  },
  signUp: 'Open an account',
  specimen: {
    caption: 'What is written for a store, by example',
    day: (day: string) => `${day}, Pacific time`,
  },
  factsLabel: 'Three facts',
  facts: [
    {
      title: 'No key changes hands',
      text: 'You agree on Amazon’s page, and can take it back there. No field here accepts a secret key: one pasted by mistake is refused before it is stored.',
    },
    {
      title: 'Reading, nothing else',
      text: 'Mint Hub has no way to change a price, a listing or an order. It does not ask Amazon for your buyers’ names, addresses or messages.',
    },
    {
      title: 'Sealed, store by store',
      text: 'Authorization and figures are encrypted under keys of your store alone. Half of each key is kept apart; destroying it makes the rest unreadable.',
    },
  ],
  roles: {
    title: 'What Amazon will ask you to allow',
    role: 'Role at Amazon',
    read: 'What is read today',
    use: 'What for',
    rows: [
      [
        'Amazon Fulfillment',
        'Stock: on hand, inbound, reserved, unfulfillable, and when it last changed; units shipped, ages and Amazon’s advice in its planning report',
        'The Inventory page: what to reorder and by when',
      ],
      [
        'Selling Partner Insights',
        'Your store’s name and marketplaces; Amazon’s rates of late, cancelled and untracked orders',
        'Proving the connection and its region; the Orders page',
      ],
      [
        'Finance and Accounting',
        'The seller id on one page of transactions; advertising charges and refunds by invoice. No other amount is kept',
        'Confirming that the store is yours; the Advertising page',
      ],
      [
        'Inventory and Order Tracking',
        'Open orders: status, ship-by time, SKUs and units; what an order came to, when you open it; orders, units and sales of each day. Nothing of a buyer',
        'The Orders page, and how fast a SKU sells',
      ],
    ],
  },
  leave: {
    title: 'How to leave',
    steps: [
      'Press Disconnect in your list of stores. Reading stops at once and the token is destroyed.',
      'Or withdraw at Amazon: Apps and Services, Manage Your Apps. Amazon sends us no notice; we learn of it at your next use, or within a day.',
      'What was read stays sealed for 30 days, in case you come back. Then its key is destroyed. While you stay, figures are kept 90 days, daily sales and advertising charges 18 months.',
    ],
  },
  planned: {
    title: 'Not there yet',
    aside: 'Planned; none of it works today',
    items: [
      'The whole record of your store, to check and to take with you; its newest lines stand on the store’s page',
      'Deletion on request, with a signed receipt',
    ],
  },
}
