import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PastedSecretKind, pastedSecretIn } from '../../src/core/pasted-secret.ts'

/** Amazon's own documentation keys: shaped like real ones, good for nothing. */
const ID = 'AKIAIOSFODNN7EXAMPLE'
const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'.replace('EXAMPLEKEY', 'EXAMPLEK3Y')
const PLAIN_KEY = 'wJalrXUtnFEMIzK7MDENGzbPxRfiCYEXAMPLEK3Y'
const TOKEN = 'Atzr|IwEBIJedGXjDqsU_vMxykqOMg'
const MWS = 'amzn.mws.4ea38b7b-f563-7709-4bae-87aea15c0123'
const CLIENT_SECRET = 'amzn1.oa2-cs.v1.0123456789abcdef0123456789abcdef'
/** A picture's first bytes, long enough for several lines. */
const PICTURE = `iVBORw0KGgoAAAANSUhEUgAAAAUA/AAFCAYAAACNbyblAAAAHElEQVQI12P4+9w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg+PHN2ZyB4bWxucz0i`

test.for<[why: string, value: string, kind: PastedSecretKind]>([
  ['an access key id', ID, 'access-key-id'],
  ['a temporary access key id', ID.replace('AKIA', 'ASIA'), 'access-key-id'],
  ['an id within a sentence', `my key is ${ID}, please connect me`, 'access-key-id'],
  ['an id within Chinese text', `密钥是${ID}谢谢`, 'access-key-id'],
  ['an id after an equals sign', `AWS_ACCESS_KEY_ID=${ID}`, 'access-key-id'],
  ['an id in a query', `https://example.com/?AWSAccessKeyId=${ID}&x=1`, 'access-key-id'],
  ['an id run into its secret', `${ID}${PLAIN_KEY}`, 'access-key-id'],
  ['an id over two lines', `${ID.slice(0, 9)}\n${ID.slice(9)}`, 'access-key-id'],
  ['an id in full-width letters', 'ＡＫＩＡＩＯＳＦＯＤＮＮ７ＥＸＡＭＰＬＥ', 'access-key-id'],
  ['an id with an invisible letter in it', `AKIA\u200BIOSFODNN7EXAMPLE`, 'access-key-id'],
  ['a secret key', KEY, 'secret-key'],
  ['a secret key with a plus', PLAIN_KEY.replace('z', '+'), 'secret-key'],
  ['a secret key in quotes', `"${KEY}"`, 'secret-key'],
  ['a secret key after a colon', `Secret key:${KEY}.`, 'secret-key'],
  ['a secret key on a line of its own', `this is the key\n${KEY}\nthanks`, 'secret-key'],
  ['a secret key over two lines', `${KEY.slice(0, 20)}\r\n  ${KEY.slice(20)}`, 'secret-key'],
  ['a secret key quoted in a mail', `${KEY.slice(0, 20)}\n> ${KEY.slice(20)}`, 'secret-key'],
  ['a secret key in quoted-printable', `${KEY.slice(0, 20)}=\r\n${KEY.slice(20)}`, 'secret-key'],
  ['a secret key, URL-encoded', encodeURIComponent(KEY), 'secret-key'],
  ['a secret key, URL-encoded twice', encodeURIComponent(encodeURIComponent(KEY)), 'secret-key'],
  ['a secret key, escaped for HTML', KEY.replaceAll('/', '&#x2F;'), 'secret-key'],
  ['a secret key, escaped by name', KEY.replaceAll('/', '&sol;'), 'secret-key'],
  ['a secret key with full-width slashes', KEY.replaceAll('/', '／'), 'secret-key'],
  ['a plain secret key beside its id', `${ID} ${PLAIN_KEY}`, 'secret-key'],
  ['a plain secret key before its id', `${PLAIN_KEY},${ID}`, 'secret-key'],
  ['a refresh token', TOKEN, 'lwa-token'],
  ['an access token', TOKEN.replace('Atzr', 'Atza'), 'lwa-token'],
  ['the beginning of a token', 'Atzr|', 'lwa-token'],
  ['a token in lower case', TOKEN.toLowerCase(), 'lwa-token'],
  ['a token in a sentence', `token: ${TOKEN}.`, 'lwa-token'],
  ['a token run into a word', `token${TOKEN}`, 'lwa-token'],
  ['a token, URL-encoded', encodeURIComponent(TOKEN), 'lwa-token'],
  ['a token, URL-encoded in lower case', TOKEN.replace('|', '%7c'), 'lwa-token'],
  ['a token, URL-encoded twice', TOKEN.replace('|', '%257C'), 'lwa-token'],
  ['a token, encoded letter by letter', '%41%74%7A%72%7CIwEB', 'lwa-token'],
  ['a token beside a lone percent sign', `100% sure: ${TOKEN.replace('|', '%7C')}`, 'lwa-token'],
  ['a token beside broken encoding', `%E4%B8 ${TOKEN.replace('|', '%7C')}`, 'lwa-token'],
  ['a token within broken encoding', '%ffAtzr%ff%7CIwEB', 'lwa-token'],
  ['a token, escaped for HTML', TOKEN.replace('|', '&#124;'), 'lwa-token'],
  ['a token, escaped in hexadecimal', TOKEN.replace('|', '&#x7C;'), 'lwa-token'],
  ['a token, escaped with zeros and no semicolon', TOKEN.replace('|', '&#0124'), 'lwa-token'],
  ['a token, escaped by name', TOKEN.replace('|', '&vert;'), 'lwa-token'],
  ['a token, escaped twice', TOKEN.replace('|', '&amp;#124;'), 'lwa-token'],
  ['a token in JSON', TOKEN.replace('|', '\\u007c'), 'lwa-token'],
  ['a token in a script', TOKEN.replace('|', '\\x7C'), 'lwa-token'],
  ['a token with a full-width bar', TOKEN.replace('|', '｜'), 'lwa-token'],
  ['a token with a drawn bar', TOKEN.replace('|', '│'), 'lwa-token'],
  ['a token with a broken bar', TOKEN.replace('|', '¦'), 'lwa-token'],
  ['a token with a click for a bar', TOKEN.replace('|', 'ǀ'), 'lwa-token'],
  ['a token with "divides" for a bar', TOKEN.replace('|', '∣'), 'lwa-token'],
  ['a token with a bar of an unknown kind', TOKEN.replace('|', '〡'), 'lwa-token'],
  ['a token without its bar', TOKEN.replace('|', ''), 'lwa-token'],
  ['a token in full-width letters', 'Ａｔｚｒ｜ＩｗＥＢ', 'lwa-token'],
  ['a token over two lines', 'At\nzr|IwEB', 'lwa-token'],
  ['a token with an invisible letter in it', 'Atzr\u200D|IwEB', 'lwa-token'],
  ['a token with a space before its bar', 'Atzr |IwEB', 'lwa-token'],
  ['an MWS token', MWS, 'mws-token'],
  ['an MWS token in capitals', MWS.toUpperCase(), 'mws-token'],
  ['an MWS token, URL-encoded dots', MWS.replaceAll('.', '%2E'), 'mws-token'],
  ['an MWS token with full-width dots', MWS.replaceAll('.', '．'), 'mws-token'],
  ['an MWS token in a sentence', `MWSAuthToken=${MWS}&Action=x`, 'mws-token'],
  ['a client secret', CLIENT_SECRET, 'client-secret'],
  ['a client secret over two lines', `amzn1.oa2-\ncs.v1.abc`, 'client-secret'],
])('finds %s', ([, value, kind]) => {
  expect(pastedSecretIn(value)).toBe(kind)
})

test.for<[why: string, value: string]>([
  ['nothing', ''],
  ['a name', 'Ming Hua Trading Co., Ltd.'],
  ['Chinese text', '我们是一家深圳的卖家，库存约一千二百个 SKU，请于今天 18:00 前联系。'],
  ['a long Chinese text without spaces', '库存补货'.repeat(200)],
  ['full-width Latin', 'ＡＢＣ１２３／＋'],
  ['a SKU', 'KETTLE-500ML-RED-02'],
  ['a long SKU', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCD'],
  ['a mixed SKU of 40 characters without a sign', 'KettleRed500MlSet02KettleRed500MlSet02AB'],
  ['a SKU that begins like a key', 'AKIA-KETTLE-500'],
  ['a short SKU that begins like a key', 'AKIA123456789'],
  ['a word that holds the letters', 'SLOVAKIA2026COLLECTIONBOX'],
  ['an ASIN', 'B0C1H26C46'],
  ['an FNSKU', 'X001ABCDEF'],
  ['an order id', '112-1234567-1234567'],
  ['a seller id', 'A2EUQ1WTGCTBG2'],
  ['a UUID', '4ea38b7b-f563-7709-4bae-87aea15c0123'],
  ['SHA-1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['SHA-1 in capitals', 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709'],
  ['SHA-256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['SHA-1 in base64', '2jmj7l5rSw0yVb/vlWAYkK/YBwk='],
  ['base64 of 40 characters that ends in padding', 'iVBORw0KGgoAAAANSUhEUgAAAAUA/AAFCAYAAA8='],
  ['39 characters of a key', KEY.slice(1)],
  ['41 characters of one', `${KEY}a`],
  ['a picture', PICTURE],
  ['a picture as a data URL', `data:image/png;base64,${PICTURE}==`],
  ['a picture wrapped at 76, its last line of 40', `${PICTURE.slice(0, 76)}\n${PICTURE.slice(76, 116)}`],
  ['a picture wrapped at 64, its last line of 40', `${PICTURE.slice(0, 64)}\r\n${PICTURE.slice(64, 104)}`],
  ['forty lower-case letters', 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn'],
  ['a path with slashes', '/stores/inventory/replenishment/planning'],
  [
    'an address',
    'https://sellercentral.amazon.com/inventory?tbla_myitable=sort:%7B%22sortOrder%22%3A%22DESC%22%7D',
  ],
  ['an application id', 'amzn1.sp.solution.11111111-2222-3333-4444-555555555555'],
  ['a client id', 'amzn1.application-oa2-client.0123456789abcdef0123456789abcdef'],
  ['a mail address', 'owner@mint-hub.com'],
  ['the name of a token', 'Atzr'],
  ['a word about tokens', 'Where do I find the refresh token (Atzr…)?'],
  ['words about MWS', 'amzn.mws is the old API'],
  ['a percent sign', '100 % cotton, 50%off'],
  ['an ampersand', 'Tom & Jerry &c; &#169; &unknown; &#99999999;'],
  ['a backslash', 'C:\\users\\x \\u{110000} \\u00zz'],
  ['half a surrogate', '\ud83d'],
  ['unleavened bread', 'Passover Matza | 5 lb | MATZA|5'],
  ['a price', '¥1,299.00 | $9.99'],
  ['a table', 'SKU | ASIN | name'],
  ['an uppercase ISBN list', 'ISBN 978-7-111-12345-6 | 9787111123456'],
])('leaves %s alone', ([, value]) => {
  expect(pastedSecretIn(value)).toBe(undefined)
})

test('finds a token wherever it stands in a text, in each of its spellings (property)', () => {
  const around = fc.string({ unit: 'binary-ascii', maxLength: 30 }).filter((text) => !/[%&\\]/.test(text))
  const bar = fc.constantFrom(
    '|',
    '%7C',
    '%257c',
    '&#124;',
    '&amp;#x7c;',
    '&verbar;',
    '\\u007C',
    '｜',
    '│',
    '\n|',
    '\u200b|',
  )
  fc.assert(
    fc.property(around, fc.constantFrom('Atzr', 'Atza'), bar, around, (before, name, sign, after) => {
      expect(pastedSecretIn(`${before} ${name}${sign} ${after}`)).toBe('lwa-token')
    }),
  )
})

test('ends on any text, without an exception (property)', () => {
  const pieces = fc.constantFrom(
    '%',
    '%7',
    '%E4',
    '&#',
    ';',
    '&amp;',
    '\\u',
    '{',
    'AKIA',
    'A',
    '/',
    '+',
    '\r\n',
    '>',
    '库',
    '\ud800',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), (parts) => {
      pastedSecretIn(parts.join(''))
    }),
  )
})

test('takes 64 KB of the worst text it can be given without taking quadratic time', () => {
  for (const unit of [
    'A',
    '%',
    '%25',
    '&',
    '&amp;',
    '&#38;',
    '\\',
    '\n',
    ' \n',
    '=',
    'AKIA',
    'Atzr ',
    'a/1B'.repeat(10),
    'amzn.mws.',
    '\n> ',
    '\t',
  ]) {
    const started = performance.now()
    pastedSecretIn(unit.repeat(Math.ceil(65_536 / unit.length)))
    expect(performance.now() - started, JSON.stringify(unit)).toBeLessThan(2000)
  }
})
