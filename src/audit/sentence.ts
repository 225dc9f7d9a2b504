import { marketplaceById } from '../amazon/regions.ts'
import type { Fault } from '../core/fault.ts'
import { type MarketplaceId, marketplaceId, type PersonId } from '../core/id.ts'
import { type Language, locale } from '../core/language.ts'
import { unreachable } from '../core/result.ts'
import { en as webEn } from '../web/copy.en.ts'
import { zh as webZh } from '../web/copy.zh.ts'
import { formatNumber } from '../web/format.ts'
import { type Activity, CALL_ENDS, type Calls, type EventOf, type Happened } from './activity.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type Actor, personActor } from './events.ts'

/**
 * One line of the record as a plain sentence to this reader, who is "you" in it; undefined for what is told with
 * another line. Names no person. Exhaustive over the events: a new kind does not compile without its words. Pure.
 */
export function sentenceOf(activity: Activity, language: Language, viewer: PersonId): string | undefined {
  return activity.what === 'calls'
    ? callsSentence(activity, language)
    : eventSentence(activity, language, viewer)
}

function eventSentence(happened: Happened, language: Language, viewer: PersonId): string | undefined {
  const words = { en, zh }[language]
  const { event } = happened
  const who = nameOf(happened.actor, language, viewer)
  switch (event.kind) {
    case 'person.signed-up':
    case 'session.started':
    case 'session.ended':
    case 'session.refused':
    case 'passkey.added':
    case 'recovery.used':
    case 'mail-link.sent':
      return accountSentence(event, who, language)
    case 'consent.started':
      return words.consentStarted(who)
    case 'consent.refused':
      return words.consentRefused(reason(event.fault, language))
    case 'consent.returned':
      return words.consentReturned(who)
    case 'marketplaces.asked':
      return words.marketplacesAsked(who)
    case 'store.connected':
      return words.connected(who)
    case 'seller.confirmed':
      return words.sellerConfirmed
    case 'seller.mismatch':
      return words.sellerMismatch
    case 'store.fenced':
      return words.fenced[event.reason](who)
    case 'store.restored':
      return words.restored
    case 'authorization.asked':
      return words.authorizationAsked[event.why]
    case 'token.destroyed':
      return words.tokenDestroyed
    case 'figures.destroyed':
      return words.figuresDestroyed
    case 'store.quarantined':
      return words.quarantined
    case 'connection.replaced':
      return words.replaced
    case 'notice.sent':
      return words.noticed[event.what](
        words.people(event.people, formatNumber(event.people, language)),
        formatNumber(event.days ?? 0, language),
      )
    case 'read.intent':
      return lookSentence(happened, whatOf(event, language), who, language)
    case 'snapshot.stored':
      return words.stored(formatNumber(event.rows, language), dataOf(event, language))
    case 'figures.purged':
      return words.purged(dataOf(event, language))
    case 'watch.told':
      return words.watchTold(event.items, formatNumber(event.items, language))
    case 'settings.changed':
      return words.settings[event.what](who)
    // Told with the look or the cause they belong to (activity.ts).
    case 'read.outcome':
    case 'call.intent':
    case 'call.outcome':
      return undefined
    default:
      return unreachable(event)
  }
}

const dataOf = (of: EventOf<'snapshot.stored' | 'figures.purged'>, language: Language): string =>
  ({ en, zh })[language].data[of.data](siteOf(of.marketplace))

type AccountEvent = EventOf<
  | 'person.signed-up'
  | 'session.started'
  | 'session.ended'
  | 'session.refused'
  | 'passkey.added'
  | 'recovery.used'
  | 'mail-link.sent'
>

/** What people do with their accounts, before any store. */
function accountSentence(event: AccountEvent, who: string, language: Language): string {
  const words = { en, zh }[language]
  switch (event.kind) {
    case 'person.signed-up':
      return words.signedUp(who)
    case 'session.started':
      return words.sessionStarted[event.method](who)
    case 'session.ended':
      return words.sessionEnded(who)
    case 'session.refused':
      return words.sessionRefused(reason(event.fault, language))
    case 'passkey.added':
      return words.passkeyAdded(who)
    case 'recovery.used':
      return words.recoveryUsed(who)
    case 'mail-link.sent':
      return words.mailSent[event.purpose]
    default:
      return unreachable(event)
  }
}

function whatOf(event: EventOf<'read.intent'>, language: Language): string {
  const words = { en, zh }[language]
  const what = words.views[event.view](siteOf(event.marketplace))
  const why = event.reason === 'watch' ? words.forWatch(what) : what
  return event.as === 'csv' ? words.asFile(why) : why
}

function lookSentence(
  { outcome, times, rows }: Happened,
  what: string,
  who: string,
  language: Language,
): string {
  const { looked } = { en, zh }[language]
  if (outcome === undefined) return looked.open(who, what)
  switch (outcome.result) {
    case 'shown':
      return looked.shown(who, what, times, formatNumber(rows, language))
    case 'progress':
      return looked.progress(who, what, times)
    case 'refused':
      return looked.refused(who, what, times, reason(outcome.fault, language))
    case 'unknown':
      return looked.unknown(who, what, times)
    default:
      return unreachable(outcome.result)
  }
}

function callsSentence({ operations, marketplace, ends, rowsRead }: Calls, language: Language): string {
  const words = { en, zh }[language]
  const list = new Intl.ListFormat(locale(language), { type: 'conjunction' })
  const site = siteOf(marketplace)
  const things = list.format(operations.map((operation) => words.operations[operation](site)))
  const shown = formatNumber(ends.length, language)
  const kinds = CALL_ENDS.filter((end) => ends.includes(end))
  const counted = kinds.map((end) => {
    const n = ends.filter((one) => one === end).length
    return words.counted(formatNumber(n, language), words.ends[end])
  })
  const [only, ...others] = kinds
  const ended =
    only !== undefined && others.length === 0
      ? words.endedAlike(ends.length, shown, words.ends[only])
      : words.endedOtherwise(shown, counted.join(words.comma))
  const read = rowsRead === undefined ? '' : words.rowsRead(formatNumber(rowsRead, language))
  return words.asked(things, ended) + read
}

function nameOf(actor: Actor, language: Language, viewer: PersonId): string {
  const { who } = { en, zh }[language]
  if (actor === personActor(viewer)) return who.you
  if (actor === 'anonymous') return who.anonymous
  return actor.startsWith('person/') ? who.member : who.machine
}

/** The title that a problem page gives the fault, as a sentence of its own. */
function reason(fault: Fault | undefined, language: Language): string {
  if (fault === undefined) return ''
  const { problem } = { en: webEn, zh: webZh }[language]
  return { en, zh }[language].why(problem.faults[fault].title)
}

/** Amazon's own name of a marketplace, such as Amazon.de; its id for one that is not in our table. */
function siteOf(id: MarketplaceId | string | undefined): string {
  const known = marketplaceId.safeParse(id).data
  const domain = known === undefined ? undefined : marketplaceById(known)?.domain
  return domain === undefined ? (id ?? '') : domain.replace('amazon', 'Amazon')
}
