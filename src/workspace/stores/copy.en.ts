/** Words of the list of stores and of disconnecting one. */
export const en = {
  title: 'Your stores',
  empty: 'No store is connected yet.',
  emptyWhy: 'Connecting takes about three minutes, on Amazon’s own page.',
  connect: 'Connect a store',
  another: 'Connect another store',
  caption: 'Stores you may read',
  name: 'Store',
  region: 'Region',
  waits: 'Needs action',
  state: 'State',
  until: 'Authorized until',
  acts: 'Action',
  disconnect: 'Disconnect',
  again: 'Ask Amazon again',
  renew: 'Authorize again',
}
