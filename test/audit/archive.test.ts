import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { archiveMessages } from '../../src/audit/archive.ts'
import { commitmentOf } from '../../src/audit/commitment.ts'
import { hex } from '../../src/core/bytes.ts'
import type { AuditMessage } from '../../src/core/message.ts'
import { nothingKept } from '../nothing-kept.ts'
import { alerts, archiveRows, faultyD1, manualClock, seeded, shuffled } from './fixture.ts'

nothingKept()

const clock = manualClock().now
const salt = new Uint8Array(16).fill(3)
const deliver = (bodies: readonly unknown[], db = env.DB) =>
  archiveMessages(
    db,
    bodies.map((body, index) => ({ id: `id-${index}`, body })),
    clock,
  )

function message(letter: string, sequence: number, payload = '{"of":1}'): AuditMessage {
  const commitment = commitmentOf(salt, payload)
  const chain = `store/${letter.repeat(26)}`
  return {
    chain,
    sequence,
    time_ms: clock(),
    kind: 'read.outcome',
    actor: 'anonymous',
    commitment,
    salt: hex(salt),
    payload,
  }
}
const run = (letter: string, length: number) =>
  Array.from({ length }, (_, index) => message(letter, index + 1))

test('takes each message once, whatever the order and however often', async () => {
  const rows = run('a', 120)
  const next = seeded(11)
  for (let round = 0; round < 4; round += 1) {
    const verdicts = await deliver(shuffled([...rows, ...rows.slice(0, 30)], next))
    expect(new Set(verdicts)).toEqual(new Set(['archived']))
  }
  expect(await archiveRows(message('a', 1).chain)).toEqual(rows)
  expect(await deliver([])).toEqual([])
})

test('a conflicting row fails only itself, and raises one alert however often it comes', async () => {
  const rows = run('b', 50)
  await deliver([rows[9], rows[30]])
  const sent = rows.map((row) =>
    row.sequence === 10 || row.sequence === 31 ? message('b', row.sequence, '{"of":2}') : row,
  )
  const expected = sent.map((row) => (row.sequence === 10 || row.sequence === 31 ? 'alerted' : 'archived'))
  expect(await deliver(sent)).toEqual(expected)
  expect(await deliver(sent.toReversed())).toEqual(expected.toReversed())
  const chain = message('b', 1).chain
  expect(await archiveRows(chain)).toEqual(rows)
  expect(
    (await alerts())
      .filter((alert) => alert.chain === chain)
      .map(({ reason, sequence }) => [reason, sequence]),
  ).toEqual([
    ['conflict', 10],
    ['conflict', 31],
  ])
})

test.each(['time_ms', 'kind', 'actor'] as const)(
  'takes another %s in the same place as a conflict',
  async (field) => {
    const letter = { time_ms: 'c', kind: 'd', actor: 'e' }[field]
    const row = message(letter, 1)
    await deliver([row])
    const edited = {
      ...row,
      ...{ time_ms: { time_ms: 5 }, kind: { kind: 'read.edited' }, actor: { actor: 'machine/x' } }[field],
    }
    expect(await deliver([edited])).toEqual(['alerted'])
    expect(await archiveRows(row.chain)).toEqual([row])
  },
)

test('of two contents for one place in one batch the first stays', async () => {
  const first = message('f', 1)
  expect(await deliver([first, message('f', 1, '{"of":2}'), message('f', 2)])).toEqual([
    'archived',
    'alerted',
    'archived',
  ])
  expect(await archiveRows(first.chain)).toEqual([first, message('f', 2)])
})

const whole = message('g', 1)
const malformed: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['text', 'someone@example.com'],
  ['bytes', new Uint8Array([1, 2, 3])],
  ['what JSON cannot say', { sequence: 1n }],
  ['an empty object', {}],
  ['a missing payload', { ...whole, payload: undefined }],
  ['a field too many', { ...whole, email: 'someone@example.com' }],
  ['sequence 0', { ...whole, sequence: 0 }],
  ['a chain of nobody', { ...whole, chain: 'store/someone@example.com' }],
  ['a payload one byte too large', message('g', 1, `{"of":"${'x'.repeat(4088)}"}`)],
  ['a payload that is no object', message('g', 1, '[1]')],
  ['a payload with a mail address', message('g', 1, '{"to":"someone@example.com"}')],
  [
    'a payload with a byte that SQLite takes for its end',
    message('g', 1, '{"of":"\\u0000"}'.replace('\\u0000', '\u0000')),
  ],
  ['a mail address as actor', { ...whole, actor: 'someone@example.com' }],
  ['a sentence as kind', { ...whole, kind: 'read by someone@example.com' }],
  ['a payload that its commitment does not cover', { ...whole, payload: '{"of":9}' }],
  ['a salt that its commitment does not cover', { ...whole, salt: '0'.repeat(32) }],
]
test.each(malformed)('%s is alerted, and holds back nobody', async (name, body) => {
  const beside = message('h', malformed.findIndex(([of]) => of === name) + 1)
  expect(await deliver([body, beside])).toEqual(['alerted', 'archived'])
  const before = await alerts()
  expect(await deliver([body])).toEqual(['alerted'])
  expect(await alerts()).toEqual(before)
  expect(JSON.stringify(before)).not.toContain('@')
  expect(await archiveRows(whole.chain)).toEqual([])
})

test('a malformed message is alerted with the place that it names', async () => {
  await deliver([{ ...message('j', 7), payload: '{"of":9}' }])
  expect(await alerts()).toContainEqual({
    id: expect.stringMatching(/^malformed\/[0-9a-f]{64}$/),
    reason: 'malformed',
    chain: message('j', 7).chain,
    sequence: 7,
  })
})

test('says retry for all while the archive is down, and alerts nobody', async () => {
  const rows = run('k', 5)
  const before = await alerts()
  expect(
    await deliver(
      rows,
      faultyD1(() => 'down'),
    ),
  ).toEqual(rows.map(() => 'retry'))
  expect(await archiveRows(message('k', 1).chain)).toEqual([])
  expect(await alerts()).toEqual(before)
})

test('takes a moment of silence for silence, not for a conflict', async () => {
  const before = await alerts()
  const silentOnce = () => faultyD1((verb) => (verb === 'batch' ? 'down' : 'none'))
  expect(await deliver(run('q', 3), silentOnce())).toEqual(['retry', 'retry', 'retry'])
  expect(await deliver(run('q', 1), silentOnce())).toEqual(['retry'])
  expect(await alerts()).toEqual(before)
})

test('archives once what was written while the answer was lost', async () => {
  const rows = run('m', 5)
  expect(
    await deliver(
      rows,
      faultyD1(() => 'reply-lost'),
    ),
  ).toEqual(rows.map(() => 'retry'))
  expect(await deliver(rows)).toEqual(rows.map(() => 'archived'))
  expect(await archiveRows(message('m', 1).chain)).toEqual(rows)
})

test('says retry for what it could not alert', async () => {
  let calls = 0
  const db = faultyD1(() => (++calls === 1 ? 'none' : 'down'))
  expect(await deliver([message('n', 1), { nonsense: 'n' }], db)).toEqual(['archived', 'retry'])
  expect(await deliver([{ nonsense: 'n' }])).toEqual(['alerted'])
})

test('gives each row its own verdict when the archive goes down while a conflict is being narrowed down', async () => {
  const rows = run('p', 8)
  await deliver([message('p', 1, '{"of":2}')])
  for (let lastAnswer = 1; lastAnswer < 9; lastAnswer += 1) {
    let calls = 0
    const verdicts = await deliver(
      rows,
      faultyD1(() => (++calls <= lastAnswer ? 'none' : 'down')),
    )
    const archived = await archiveRows(message('p', 1).chain)
    verdicts.forEach((verdict, index) => {
      if (verdict === 'archived') expect(archived).toContainEqual(rows[index])
    })
    expect(verdicts[0]).not.toBe('archived')
  }
  expect(await deliver(rows)).toEqual(['alerted', ...rows.slice(1).map(() => 'archived')])
})
