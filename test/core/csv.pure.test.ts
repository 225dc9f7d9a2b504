import { describe, expect, test } from 'vitest'
import { codeFromCsv, csvLine } from '../../src/core/csv.ts'

/** What spreadsheets take for the beginning of a formula, or skip until they find one. */
const SIGNS = ['=', '+', '-', '@', '\t', '\r', '|', '%', '＝', '＋', '－', '＠']
const UNSEEN = ['', ' ', '\n', '\0', '\u200b', '\u202e', '\ufeff', '\u00a0']

const unquoted = (line: string) =>
  line
    .replace(/\r\n$/, '')
    .replace(/^"([\s\S]*)"$/, '$1')
    .replaceAll('""', '"')

describe('a cell', () => {
  test.each(SIGNS)('that begins with %j does not run, whatever unseen stands before', (sign) => {
    for (const unseen of UNSEEN) {
      const text = `${unseen}${sign}1+1`
      expect(unquoted(csvLine([text]))).toBe(`'${text}`)
      expect(unquoted(csvLine([{ code: text }]))).toBe(`'${text}`)
    }
  })

  test.each(['Kettle = red', 'A-1', 'a@b', '品-1', "it's"])('with the text %s stays as it is', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`)
  })

  test.each(['00902', '1e5', '12-11', '1/2', '3:15', '+1', '12.50', '7 000'])(
    'with the code %s is no number and no date, and comes back as it was',
    (code) => {
      expect(csvLine([{ code }])).toBe(`'${code}\r\n`)
      expect(codeFromCsv(`'${code}`)).toBe(code)
    },
  )

  test('with a separator, a quote or a line end is quoted, its quotes doubled', () => {
    for (const text of ['a,b', 'a"b', 'a\nb', 'a\rb', 'a\u2028b', ' a', 'a ']) {
      expect(csvLine([text, 1])).toBe(`"${text.replaceAll('"', '""')}",1\r\n`)
    }
  })

  test('with a number has no sign before it but its own; without one it is empty', () => {
    expect(csvLine([-5, 0.25, 1200, undefined, Number.NaN])).toBe('-5,0.25,1200,,\r\n')
  })
})
