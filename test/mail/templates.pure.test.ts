import { expect, test } from 'vitest'
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
}
const store = { id: '0123456789abcdefghjkmnpqrs', name: 'Wren Stationery', seller: 'A1WRENSTAT0FE' }
const ends = { store, untilMs: Date.UTC(2027, 10, 22, 20), zone: 'Asia/Tokyo' }
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
  const name = `Wren\r\n\u2028https://evil.example/${'x'.repeat(500)}`
  const mail = supersededMail({
    to: 'wren@example.com',
    language,
    origin,
    support,
    store: { ...store, name },
  })
  expect(mail.text.split('\n').filter((line) => line.startsWith('https://'))).toEqual([
    `${origin}/stores/${store.id}`,
    origin,
  ])
  expect(mail.text).not.toContain('x'.repeat(100))
  expect(mail.subject).not.toContain('evil')
})
