import { expect, test } from 'vitest'
import { en } from '../../src/mail/copy.en.ts'
import { zh } from '../../src/mail/copy.zh.ts'
import {
  alreadyKnownMail,
  authorizationRefusedMail,
  connectionReplacedMail,
  passkeyAddedMail,
  recoveryMail,
  recoveryUsedMail,
  renewalDueMail,
  sellerMismatchMail,
  supersededMail,
  unknownAddressMail,
  verificationMail,
  watchMail,
} from '../../src/mail/templates.ts'

const token = 'T'.repeat(43)
const origin = 'https://mint-hub.com'
const support = 'support@mint-hub.com'
const all = {
  verificationMail,
  alreadyKnownMail,
  recoveryMail,
  unknownAddressMail,
  recoveryUsedMail,
  passkeyAddedMail,
  renewalDueMail,
  supersededMail,
  connectionReplacedMail,
  sellerMismatchMail,
  authorizationRefusedMail,
  watchMail,
}
const store = { id: '0123456789abcdefghjkmnpqrs', name: 'Wren Stationery', seller: 'A1WRENSTAT0FE' }
const watched = {
  view: 'orders' as const,
  lines: [{ text: '2 …', url: `${origin}/stores/x/orders`, fresh: 1, all: 1 }],
}
const ends = { ...watched, store, untilMs: Date.UTC(2027, 10, 22, 20), zone: 'Asia/Tokyo' }
const languages = ['en', 'zh'] as const

for (const language of languages) {
  for (const [name, template] of Object.entries(all)) {
    test(`${name} in ${language} is a whole plain-text mail`, () => {
      const mail = template({ to: 'wren@example.com', language, origin, token, support, ...ends })
      expect(mail).toMatchObject({ to: 'wren@example.com', language })
      expect(mail.subject).toContain('Mint Hub')
      expect(mail.subject).not.toMatch(/[\r\n]/)
      expect(mail.text).toMatch(/\n\nMint Hub\nhttps:\/\/mint-hub\.com\n$/)
      expect(mail.text).not.toMatch(/undefined|<[a-z]/)
      expect(/\p{Script=Han}/u.test(mail.text)).toBe(language === 'zh')
    })
  }
}

test.each(languages)('only the mails that need one carry a link, alone on its line (%s)', (language) => {
  const given = { to: 'wren@example.com', language, origin, token, support }
  for (const template of [verificationMail, recoveryMail]) {
    expect(template(given).text.split('\n')).toContain(`https://mint-hub.com/mail?link=${token}`)
  }
  for (const template of [alreadyKnownMail, unknownAddressMail, recoveryUsedMail, passkeyAddedMail]) {
    expect(template(given).text).not.toContain(token)
  }
})

test.each(languages)('a notice after the fact says whom to write to (%s)', (language) => {
  const given = { to: 'wren@example.com', language, origin, support }
  for (const template of [recoveryUsedMail, passkeyAddedMail]) expect(template(given).text).toContain(support)
})

test.each(languages)(
  'a mail about a store links to its page, alone on its line, and to nothing else (%s)',
  (language) => {
    const given = { to: 'wren@example.com', language, origin, support, ...ends }
    for (const template of [
      renewalDueMail,
      supersededMail,
      connectionReplacedMail,
      sellerMismatchMail,
      authorizationRefusedMail,
    ]) {
      const links = template(given).text.match(/https?:\S+/g)
      expect(links).toEqual([`${origin}/stores/${store.id}`, origin])
    }
  },
)

test.each(languages)('the renewal mail names the day in the store’s own zone (%s)', (language) => {
  const { subject, text } = renewalDueMail({ to: 'wren@example.com', language, origin, support, ...ends })
  const day = { en: '23 Nov 2027', zh: '2027年11月23日' }[language]
  expect(subject).toContain(day)
  expect(text).toContain(day)
})

test.each(languages)('a store’s name stays on its line, whatever Amazon sent (%s)', (language) => {
  for (const end of ['\r\n', '\n', '\r', '\u0085', '\u2028', '\u2029', '\v', '\f']) {
    const name = `Wren${end}https://evil.example/${'x'.repeat(500)}`
    const mail = supersededMail({
      to: 'wren@example.com',
      language,
      origin,
      support,
      store: { ...store, name },
    })
    const lines = mail.text.split(/[\r\n\u0085\u2028\u2029\v\f]/)
    expect(lines.filter((line) => line.startsWith('https://'))).toEqual([
      `${origin}/stores/${store.id}`,
      origin,
    ])
    expect(mail.text).not.toContain('x'.repeat(100))
    expect(mail.subject).not.toContain('evil')
  }
})

test.each(languages)(
  'a watch’s mail has a line and a page for each thing, and where to end it (%s)',
  (language) => {
    for (const view of ['inventory', 'orders', 'advertising'] as const) {
      const lines = [
        { text: 'One.', url: `${origin}/stores/1/orders?due=overdue`, fresh: 3, all: 3 },
        { text: 'Two.', url: `${origin}/stores/1/inventory`, fresh: 1, all: 1 },
      ]
      const given = { to: 'wren@example.com', language, origin, support, store, view, lines }
      const { subject, text } = watchMail(given)
      expect(text).toContain(
        `One.\n${origin}/stores/1/orders?due=overdue\n\nTwo.\n${origin}/stores/1/inventory\n\n`,
      )
      expect(text).toContain(`${origin}/stores/${store.id}/alerts`)
      expect(subject).toContain(
        { inventory: /inventory|库存/, orders: /orders|订单/, advertising: /advertising|广告/ }[view].exec(
          subject,
        )?.[0] ?? 'none',
      )
      expect(text).toContain('Wren Stationery')
    }
  },
)

test.each(languages)(
  'a watch’s mail says first what is new, how much of it, and only then what was told before (%s)',
  (language) => {
    const url = `${origin}/x`
    const lines = [
      { text: 'Known.', url, fresh: 0, all: 2 },
      { text: 'Partly.', url, fresh: 2, all: 1500 },
      { text: 'New.', url, fresh: 1, all: 1 },
    ]
    const mailOf = (of: typeof lines) =>
      watchMail({ to: 'wren@example.com', language, origin, support, ...watched, store, lines: of }).text
    const { some, still } = { en, zh }[language].watch
    const rest = mailOf(lines).split('\n\n').slice(2, 6)
    expect(rest).toEqual([`Partly. ${some('2')}\n${url}`, `New.\n${url}`, still, `Known.\n${url}`])
    expect(mailOf(lines.slice(1))).not.toContain(still)
  },
)

test.each(languages)('no direction mark in a store’s name turns its mail around (%s)', (language) => {
  const marks = '\u202e\u2066\u200f\u061c\u2069'
  const named = { ...store, name: `Wren ${marks}yrenoitatS` }
  const { text } = watchMail({ to: 'wren@example.com', language, origin, support, ...watched, store: named })
  expect(text).toContain('Wren')
  expect(text).not.toMatch(/\p{Bidi_Control}/u)
})
