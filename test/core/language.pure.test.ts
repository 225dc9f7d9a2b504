import { expect, test } from 'vitest'
import { fromAcceptLanguage, htmlLang, locale } from '../../src/core/language.ts'

test.for<[header: string | undefined, language: string]>([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['zh-Hant-TW', 'zh'],
  ['en-US,en;q=0.9,zh;q=0.8', 'en'],
  ['en;q=0.5, zh;q=0.8', 'zh'],
  ['de,fr;q=0.9', 'en'],
  ['de, zh;q=0.1', 'zh'],
  ['zh;q=0, en', 'en'],
  ['zh;q=0', 'en'],
  ['ZH-cn', 'zh'],
  ['zhuang', 'en'],
  ['zh;q=abc', 'zh'],
  [',,;;q=', 'en'],
])('reads %o as %s', ([header, language]) => {
  expect(fromAcceptLanguage(header)).toBe(language)
})

test('names its languages for the page and for Intl', () => {
  expect([htmlLang('en'), htmlLang('zh')]).toEqual(['en', 'zh-Hans'])
  for (const language of ['en', 'zh'] as const)
    expect(Intl.getCanonicalLocales(locale(language))).toEqual([locale(language)])
})
