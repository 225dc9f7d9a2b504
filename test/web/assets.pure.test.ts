import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { APP_CSS, CHART_CSS, HTMX } from '../../src/web/assets.ts'

const read = (name: string): Buffer => readFileSync(`static/css/${name}.css`)
const css = Buffer.concat([read('app'), read('chart')])

test.each([
  ['app', APP_CSS],
  ['chart', CHART_CSS],
])('the stylesheet %s is named by its content', (name, address) => {
  const version = createHash('sha256').update(read(name)).digest('hex').slice(0, 10)
  expect(address, 'put this version into src/web/assets.ts').toBe(`/css/${name}.css?v=${version}`)
})

test('htmx is named by the version that is installed', () => {
  const { version } = JSON.parse(readFileSync('node_modules/htmx.org/package.json', 'utf8')) as {
    version: string
  }
  expect(HTMX).toBe(`/vendor/htmx.min.js?v=${version}`)
})

test('what a page loads of stylesheets stays under 8 KB compressed', () => {
  expect(gzipSync(read('app')).length + gzipSync(read('chart')).length).toBeLessThanOrEqual(8 * 1024)
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
