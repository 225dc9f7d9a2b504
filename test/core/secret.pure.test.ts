import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'

const VALUE = 'Atzr|MARKED'

test.for<[way: string, print: (secret: Secret) => unknown]>([
  ['text', (secret) => String(secret)],
  ['joining', (secret) => [secret].join()],
  ['JSON', (secret) => JSON.stringify({ secret })],
  ['a key and value list', (secret) => JSON.stringify(Object.entries(secret))],
  ['a copy', (secret) => JSON.stringify(Object.assign({}, secret))],
  ['inspection', (secret) => inspect(secret, { depth: null, showHidden: true })],
  ['inspection from outside', (secret) => inspect([{ secret }], { depth: null })],
  ['an error', (secret) => new Error('cannot use it', { cause: secret }).stack],
  ['a structured clone', (secret) => JSON.stringify(structuredClone(secret))],
  ['its property names', (secret) => JSON.stringify(Object.getOwnPropertyNames(secret))],
])('does not come out by %s', ([, print]) => {
  expect(String(print(new Secret(VALUE)))).not.toContain('MARKED')
})

test('comes out by reveal', () => {
  expect(new Secret(VALUE).reveal()).toBe(VALUE)
})

test('knows its like', () => {
  expect(new Secret(VALUE).equals(new Secret(VALUE))).toBe(true)
  expect(new Secret(VALUE).equals(new Secret('Atzr|other'))).toBe(false)
})
