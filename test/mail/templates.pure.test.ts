import { expect, test } from 'vitest'
import {
  alreadyKnownMail,
  passkeyAddedMail,
  recoveryMail,
  recoveryUsedMail,
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
}
const languages = ['en', 'zh'] as const

for (const language of languages) {
  for (const [name, template] of Object.entries(all)) {
    test(`${name} in ${language} is a whole plain-text mail`, () => {
      const mail = template({ to: 'wren@example.com', language, origin, token, support })
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
