import type { Language } from '../core/language.ts'
import { formatNumber, formatTime } from '../web/format.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { Mail } from './send.ts'

interface Addressed {
  readonly to: string
  readonly language: Language
  /** PUBLIC_ORIGIN, for the links. */
  readonly origin: string
}

/** The parts of a mail, kept apart by empty lines; a line is one paragraph, as mail programs wrap by themselves. */
function mail(given: Addressed, subject: string, ...paragraphs: readonly string[]): Mail {
  const words = { en, zh }[given.language]
  const text = [words.greeting, ...paragraphs, words.signature(given.origin)].join('\n\n')
  return { to: given.to, language: given.language, subject, text: `${text}\n` }
}

/** To an address without an account, on sign-up: the link that proves the address. Pure. */
export function verificationMail(given: Addressed & { readonly token: string }): Mail {
  const words = { en, zh }[given.language]
  return mail(
    given,
    words.verification.subject,
    words.verification.body,
    linkOf(given),
    words.linkRules,
    words.notYou,
  )
}

/** To an address that has an account, on sign-up: no link, only the two ways in. Pure. */
export function alreadyKnownMail(given: Addressed): Mail {
  const words = { en, zh }[given.language]
  const { subject, body, signIn, recover } = words.alreadyKnown
  return mail(
    given,
    subject,
    body,
    signIn(`${given.origin}/sign-in`),
    recover(`${given.origin}/recovery`),
    words.notYou,
  )
}

/** To an address with an account, on recovery: the link, one half of what a recovery needs. Pure. */
export function recoveryMail(given: Addressed & { readonly token: string }): Mail {
  const words = { en, zh }[given.language]
  return mail(
    given,
    words.recovery.subject,
    words.recovery.body,
    linkOf(given),
    words.linkRules,
    words.recovery.notYou,
  )
}

/** To an address without an account, on recovery: says so in the mailbox, where nobody else reads it. Pure. */
export function unknownAddressMail(given: Addressed): Mail {
  const words = { en, zh }[given.language]
  const { subject, body, signUp } = words.unknownAddress
  return mail(given, subject, body, signUp(`${given.origin}/sign-up`), words.notYou)
}

/** To the person, after a recovery: what happened, what waits, and what to do if it was not them. Pure. */
export function recoveryUsedMail(given: Addressed & { readonly support: string }): Mail {
  const words = { en, zh }[given.language]
  const { subject, body, waits, notYou } = words.recoveryUsed
  return mail(given, subject, body, waits, notYou(given.support))
}

/** To the person, after they added a passkey while signed in. Pure. */
export function passkeyAddedMail(given: Addressed & { readonly support: string }): Mail {
  const words = { en, zh }[given.language]
  const { subject, body, notYou } = words.passkeyAdded
  return mail(given, subject, body, notYou(given.support))
}

/** A mail about a store, to one of its people. The name comes from Amazon and may hold anything. */
interface AboutStore extends Addressed {
  readonly support: string
  readonly store: { readonly id: string; readonly name: string; readonly seller: string }
}

/** Before an authorization ends: the day, in the store's IANA zone, what happens then, and where to go. Pure. */
export function renewalDueMail(
  given: AboutStore & { readonly untilMs: number; readonly zone: string },
): Mail {
  const { subject, body, after, way } = { en, zh }[given.language].renewalDue
  const day = formatTime({ ms: given.untilMs, zone: given.zone, language: given.language, style: 'day' })
  return mail(given, subject(day), body(nameOf(given), day), after, way, pageOf(given))
}

/** To the people of a connection that gave way to a newer one of the same seller. Does not say whose. Pure. */
export function supersededMail(given: AboutStore): Mail {
  const { subject, body, kept, way, notYou } = { en, zh }[given.language].superseded
  return mail(given, subject, body(nameOf(given)), kept, way, pageOf(given), notYou(given.support))
}

/** To the people of the newer connection: an earlier one of the same seller has stopped. Does not say whose. Pure. */
export function connectionReplacedMail(given: AboutStore): Mail {
  const { subject, body, apart, notYou } = { en, zh }[given.language].connectionReplaced
  return mail(given, subject, body(nameOf(given)), apart, notYou(given.support), pageOf(given))
}

/** To the people of a connection that Amazon's own records contradict. Pure. */
export function sellerMismatchMail(given: AboutStore): Mail {
  const { subject, body, stopped, way, notYou } = { en, zh }[given.language].sellerMismatch
  return mail(given, subject, body(given.store.seller), stopped, way, pageOf(given), notYou(given.support))
}

/** To the people of a store whose authorization Amazon no longer accepts: what went, what stays, how to reconnect. Pure. */
export function authorizationRefusedMail(given: AboutStore): Mail {
  const { subject, body, gone, why, way } = { en, zh }[given.language].authorizationRefused
  return mail(given, subject, body(nameOf(given)), gone, why, way, pageOf(given))
}

/**
 * To whoever set a watch: what is urgent in what it read, each with its page; first what the mail before did not say.
 * `fresh` of `all` things that a line counts are new or worse. Texts hold counts, never a SKU or order. Pure.
 */
export function watchMail(
  given: AboutStore & {
    readonly view: 'inventory' | 'orders' | 'advertising'
    readonly lines: readonly {
      readonly text: string
      readonly url: string
      readonly fresh: number
      readonly all: number
    }[]
  },
): Mail {
  const { subject, body, some, still, end } = { en, zh }[given.language].watch
  const count = (n: number): string => formatNumber(n, given.language)
  const fresh = given.lines
    .filter((line) => line.fresh > 0)
    .map(({ text, url, ...line }) => [
      line.fresh < line.all ? `${text} ${some(count(line.fresh))}` : text,
      url,
    ])
  const known = given.lines.filter((line) => line.fresh === 0).map(({ text, url }) => [text, url])
  return mail(
    given,
    subject[given.view],
    body(nameOf(given)),
    ...fresh.map((line) => line.join('\n')),
    ...(known.length > 0 ? [still, ...known.map((line) => line.join('\n'))] : []),
    end(`${pageOf(given)}/alerts`),
  )
}

const NAME_LENGTH_MAX = 80

/** The name on one line and in its order, whatever Amazon sent, with the seller id that cannot be chosen. */
function nameOf({ language, store }: AboutStore): string {
  const name = store.name.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').slice(0, NAME_LENGTH_MAX)
  return { en, zh }[language].storeName(name, store.seller)
}

const pageOf = ({ origin, store }: AboutStore): string => `${origin}/stores/${store.id}`

const linkOf = (given: { readonly origin: string; readonly token: string }): string =>
  // In the query, not the path: request logs of the platform leave queries out.
  `${given.origin}/mail?link=${given.token}`
