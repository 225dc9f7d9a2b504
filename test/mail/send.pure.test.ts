import { expect, test, vi } from 'vitest'
import { type Mail, type MailTransport, sendMail } from '../../src/mail/send.ts'

const mail: Mail = { to: 'wren@example.com', subject: 'Hello', text: 'A line.\n', language: 'en' }

function transport(
  url: string | undefined,
  answer: () => Promise<Response> = async () => new Response(null),
) {
  const fetched: [string, RequestInit][] = []
  const sent: unknown[] = []
  const of: MailTransport = {
    from: 'Mint Hub <accounts@mint-hub.com>',
    url,
    binding: {
      send: async (message: unknown) => {
        sent.push(message)
        return { messageId: '1' }
      },
    },
    fetch: (to, init) => {
      fetched.push([to, init])
      return answer()
    },
  }
  return { of, fetched, sent }
}

test('goes through the binding, from MAIL_FROM, as plain text', async () => {
  const { of, sent, fetched } = transport(undefined)
  expect(await sendMail(of, mail)).toEqual({ ok: true, value: undefined })
  expect(sent).toEqual([
    {
      from: { name: 'Mint Hub', email: 'accounts@mint-hub.com' },
      to: mail.to,
      subject: 'Hello',
      text: 'A line.\n',
    },
  ])
  expect(fetched).toEqual([])
})

test('goes to MAIL_URL as JSON where that is set, and then not through the binding', async () => {
  const { of, sent, fetched } = transport('http://127.0.0.1:8788/mailbox')
  expect((await sendMail(of, mail)).ok).toBe(true)
  expect(sent).toEqual([])
  expect(fetched).toHaveLength(1)
  const [url, init] = fetched[0] ?? ['', {}]
  expect(url).toBe('http://127.0.0.1:8788/mailbox')
  expect(init).toMatchObject({
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json' },
  })
  expect(JSON.parse(String(init.body))).toEqual(mail)
})

test.each([
  ['a refusal', async () => new Response(null, { status: 500 })],
  ['a redirect', async () => new Response(null, { status: 302 })],
  ['a broken connection', () => Promise.reject(new TypeError('connection lost'))],
])('%s is the fault mail-down', async (_name, answer) => {
  expect(await sendMail(transport('http://127.0.0.1:8788/mailbox', answer).of, mail)).toEqual({
    ok: false,
    fault: 'mail-down',
  })
})

test('a mailbox that does not answer is given up after ten seconds', async () => {
  vi.useFakeTimers()
  const { of } = transport('http://127.0.0.1:8788/mailbox')
  const silent: MailTransport = {
    ...of,
    fetch: (_url, init) =>
      new Promise((_resolve, reject) =>
        init.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      ),
  }
  const sending = sendMail(silent, mail)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await sending).toEqual({ ok: false, fault: 'mail-down' })
  vi.useRealTimers()
})

test('a binding that fails is the fault mail-down', async () => {
  const { of } = transport(undefined)
  const failing = { ...of, binding: { send: () => Promise.reject(new Error('quota of wren@example.com')) } }
  expect(await sendMail(failing, mail)).toEqual({ ok: false, fault: 'mail-down' })
})

test.each([
  'wren@example.com\r\nBcc: all@example.com',
  'wren@example.com\nBcc: all@example.com',
  'wren@example.com,all@example.com',
  'wren@example.com;all@example.com',
  'Wren <wren@example.com>',
  'wren@example.com ',
  '"wren\n"@example.com',
  'wren',
  `${'w'.repeat(250)}@example.com`,
])('refuses the address %j: it could start another header or reach another mailbox', async (to) => {
  const { of, sent } = transport(undefined)
  expect(await sendMail(of, { ...mail, to })).toEqual({ ok: false, fault: 'mail-refused' })
  expect(sent).toEqual([])
})

test.each(['Hello\r\nBcc: all@example.com', 'Hello\n', 'a\u0000b', 'a\u2028b', 'x'.repeat(201)])(
  'refuses the subject %j',
  async (subject) => {
    const { of, sent } = transport(undefined)
    expect(await sendMail(of, { ...mail, subject })).toEqual({ ok: false, fault: 'mail-refused' })
    expect(sent).toEqual([])
  },
)

test('logs neither address nor text, whatever happens', async () => {
  const spies = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level))
  const { of } = transport(undefined)
  await sendMail(of, mail)
  await sendMail(of, { ...mail, to: 'x\r\ny' })
  await sendMail({ ...of, binding: { send: () => Promise.reject(new Error('no')) } }, mail)
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})
