import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { APP_CSS, HTMX } from '../../src/web/assets.ts'

const css = readFileSync('static/css/app.css')

test('the stylesheet is named by its content', () => {
  const version = createHash('sha256').update(css).digest('hex').slice(0, 10)
  expect(APP_CSS, 'put this version into src/web/assets.ts').toBe(`/css/app.css?v=${version}`)
})

test('htmx is named by the version that is installed', () => {
  const { version } = JSON.parse(readFileSync('node_modules/htmx.org/package.json', 'utf8')) as {
    version: string
  }
  expect(HTMX).toBe(`/vendor/htmx.min.js?v=${version}`)
})

test('the stylesheet stays under 8 KB compressed', () => {
  expect(gzipSync(css).length).toBeLessThanOrEqual(8 * 1024)
})

test('the stylesheet loads nothing', () => {
  expect(css.toString()).not.toMatch(/@import|url\(/)
})

test('every class of the stylesheet stands on a page', () => {
  const classes = new Set(
    [
      ...css
        .toString()
        .replaceAll(/\/\*.*?\*\//gs, '')
        .matchAll(/\.([a-z][\w-]*)(?=[\s,:.{>[&)])/g),
    ].map((match) => match[1] ?? ''),
  )
  const pages = globSync('src/**/*.{ts,tsx}')
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const unused = [...classes].filter(
    (name) => !new RegExp(String.raw`["'\x60\s]${name}["'\x60\s$]`).test(pages),
  )
  expect(unused).toEqual([])
  expect(classes.size).toBeGreaterThan(40)
})
