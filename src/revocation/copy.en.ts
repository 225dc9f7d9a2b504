/** Words of disconnecting a store: what went, what stays and why, until when. */
export const en = {
  askTitle: (store: string) => `Disconnect ${store}?`,
  askLead: 'Reading stops at once. You can connect the store again whenever its primary user agrees.',
  goes: 'What goes',
  goesText:
    'The refresh token: its half of the key is destroyed, so the sealed text opens nowhere any more, not even from a backup.',
  stays: 'What stays',
  staysText:
    'Figures read so far stay sealed for 30 days, in case you connect again; then their key is destroyed too. The record of who read what stays.',
  amazon: 'At Amazon',
  amazonText:
    'Amazon still lists Mint Hub under Manage Your Apps until you disable it there. Nobody can use that authorization from here.',
  confirm: 'Disconnect this store',
  keep: 'Keep it connected',
  doneTitle: (store: string) => `${store} is disconnected`,
  doneLead: 'No call to Amazon starts for this store any more.',
  token: 'Refresh token',
  tokenGone: 'It is destroyed: what was sealed opens nowhere any more.',
  tokenLater:
    'Being destroyed: our storage did not answer just now. We go on trying every minute; reading has stopped all the same.',
  stopped: 'Stopped',
  figures: 'Figures',
  figuresText: (until: string) => `Sealed and shown to nobody; their key is destroyed on ${until}.`,
  stores: 'Your stores',
  again: 'Connect it again',
}
