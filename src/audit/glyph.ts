import type { GlyphName } from '../web/kit.tsx'
import type { Activity } from './activity.ts'
import type { Event } from './events.ts'

const GLYPHS: Readonly<Record<Event['kind'], GlyphName>> = {
  'person.signed-up': 'key',
  'session.started': 'key',
  'session.ended': 'key',
  'session.refused': 'cross',
  'passkey.added': 'key',
  'recovery.used': 'key',
  'mail-link.sent': 'check',
  'consent.started': 'key',
  'consent.refused': 'cross',
  'consent.returned': 'key',
  'marketplaces.asked': 'eye',
  'store.connected': 'full',
  'seller.confirmed': 'check',
  'seller.mismatch': 'cross',
  'store.fenced': 'cross',
  'store.restored': 'full',
  'authorization.asked': 'in',
  'token.destroyed': 'key',
  'figures.destroyed': 'key',
  'store.quarantined': 'cross',
  'connection.replaced': 'check',
  'notice.sent': 'check',
  'read.intent': 'eye',
  'read.outcome': 'eye',
  'call.intent': 'in',
  'call.outcome': 'in',
  'snapshot.stored': 'in',
  'figures.purged': 'check',
  'settings.changed': 'check',
  'watch.told': 'check',
}

/** Of a line of the record: a look, a call, a change; a cross where something was refused, stopped or lost. Pure. */
export function glyphOf(activity: Activity): GlyphName {
  if (activity.what === 'calls') {
    return activity.ends.some((end) => end === 'refused' || end === 'failed' || end === 'unknown')
      ? 'cross'
      : 'in'
  }
  const result = activity.outcome?.result
  return result === 'refused' || result === 'unknown' ? 'cross' : GLYPHS[activity.event.kind]
}
