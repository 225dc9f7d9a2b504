import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, findIn, needlesOf } from './scan.ts'

const SECRETS = {
  'a refresh token': `Atzr|Iw${randomBytes(272).toString('base64url')}`,
  'an authorization code': 'ANxyzPQRstuv0123456789Ab',
  'a session': randomBytes(32).toString('base64url'),
  'a client secret': `amzn1.oa2-cs.v1.${randomBytes(32).toString('hex')}`,
  'a key': randomBytes(32).toString('base64'),
  'a product’s name': 'Heron Schüssel, 2 l, grün/weiß',
}

const percent = (bytes: Buffer): string => bytes.toString('hex').replaceAll(/../g, '%$&')

/** The search for secrets is worth as much as what it is seen to find. */
describe.each(Object.entries(SECRETS))('%s planted in noise is found', (name, secret) => {
  const needles = needlesOf(name, secret)
  const planted: Record<string, (offset: number) => string> = {
    raw: () => secret,
    base64: (offset) => Buffer.from(`${'?'.repeat(offset)}${secret}!`).toString('base64'),
    base64url: (offset) => Buffer.from(`${'?'.repeat(offset)}${secret}!`).toString('base64url'),
    hex: () => Buffer.from(secret).toString('hex'),
    'upper-case hex': () => Buffer.from(secret).toString('hex').toUpperCase(),
    'a URL': () => encodeURIComponent(secret),
    'a form': () => new URLSearchParams({ secret }).toString(),
    'a URL, every byte encoded': () => percent(Buffer.from(secret)),
    JSON: () => JSON.stringify({ secret }),
    'UTF-16': () => Buffer.from(`店铺 ${secret}`, 'utf16le').toString('latin1'),
  }

  test.each(Object.entries(planted))('in %s', (_, write) => {
    for (const offset of [0, 1, 2]) {
      const written = write(offset)
      // What is not text comes one byte a letter.
      const bytes = Buffer.from(written, written.includes('\0') ? 'latin1' : 'utf8')
      const hay = Buffer.concat([randomBytes(5000), bytes, randomBytes(5000)])
      expect(findIn(needles, hay)).not.toEqual([])
    }
  })

  test('not where it is not', () => {
    expect(findIn(needles, randomBytes(200_000))).toEqual([])
  })
})

test('a part of a long secret is found where a database has cut it in two', () => {
  const secret = SECRETS['a refresh token']
  const hay = Buffer.concat([
    Buffer.from(secret.slice(0, 100)),
    randomBytes(4096),
    Buffer.from(secret.slice(100)),
  ])
  expect(findIn(needlesOf('it', secret), hay)).toEqual(['it as raw'])
})

test('bytes that were kept instead of their text are found', () => {
  const secret = SECRETS['a session']
  const bytes = Buffer.from(secret, 'base64url')
  expect(findIn(needlesOf('it', secret), Buffer.concat([randomBytes(99), bytes, randomBytes(99)]))).toEqual([
    'it as raw',
  ])
})

test('files of any name and depth are read', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mint-scan-'))
  try {
    writeFileSync(join(directory, 'one.sqlite-wal'), SECRETS['a session'])
    const [file] = filesBelow(directory)
    expect(file?.path).toContain('one.sqlite-wal')
    expect(findIn(needlesOf('it', SECRETS['a session']), file?.bytes ?? Buffer.alloc(0))).toContain(
      'it as raw',
    )
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
