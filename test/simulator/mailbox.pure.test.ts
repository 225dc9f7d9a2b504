import { beforeEach, expect, test } from 'vitest'
import { clearMails, readMails, receiveMail } from '../../simulator/mailbox.ts'

beforeEach(clearMails)

const mail = { to: 'mina@example.com', text: 'Hello', language: 'en', receivedMs: 0 }

test('the mailbox keeps the newest 200 mails, newest first', () => {
  for (let number = 1; number <= 201; number += 1) receiveMail({ ...mail, subject: `No. ${number}` })
  const subjects = readMails().map((one) => one.subject)
  expect([subjects.length, subjects.at(0), subjects.at(-1)]).toEqual([200, 'No. 201', 'No. 2'])
})

test('mails are found by address in any case', () => {
  receiveMail({ ...mail, subject: 'One' })
  receiveMail({ ...mail, to: 'other@example.com', subject: 'Two' })
  expect(readMails('MINA@example.com').map((one) => one.subject)).toEqual(['One'])
})
