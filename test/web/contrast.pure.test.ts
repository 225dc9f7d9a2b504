import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync('static/css/app.css', 'utf8')
const charts = readFileSync('static/css/chart.css', 'utf8')

type Scheme = 'light' | 'dark'
type Oklch = readonly [number, number, number]

/** The tokens as they stand in the stylesheet: `--ink: light-dark(oklch(L C H), oklch(L C H))`. */
const OKLCH = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`
const tokens = new Map<string, Record<Scheme, Oklch>>()
for (const match of (css + charts).matchAll(
  new RegExp(String.raw`--([\w-]+): light-dark\(${OKLCH}, ${OKLCH}\)`, 'g'),
)) {
  const [l1, c1, h1, l2, c2, h2] = match.slice(2).map(Number)
  tokens.set(match[1] ?? '', { light: [l1 ?? 0, c1 ?? 0, h1 ?? 0], dark: [l2 ?? 0, c2 ?? 0, h2 ?? 0] })
}

/** OKLCH to linear sRGB (Ottosson), cut to what a screen can show, then WCAG 2's relative luminance. */
function luminance([l, c, h]: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
  const [r = 0, g = 0, bl = 0] = [red, green, blue].map((value) => Math.min(1, Math.max(0, value)))
  return 0.2126 * r + 0.7152 * g + 0.0722 * bl
}

function ratio(one: Oklch, other: Oklch): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function token(name: string, scheme: Scheme): Oklch {
  const found = tokens.get(name)?.[scheme]
  if (found === undefined) throw new Error(`app.css has no token --${name} in both schemes`)
  return found
}

/** A button under the pointer: color-mix(in oklch, fill, ink 16%), hue by the shorter way. */
function hovered(fill: Oklch, ink: Oklch): Oklch {
  const turn = ((ink[2] - fill[2] + 540) % 360) - 180
  return [fill[0] * 0.84 + ink[0] * 0.16, fill[1] * 0.84 + ink[1] * 0.16, fill[2] + turn * 0.16]
}

const TEXT: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'bad', 'info'].flatMap((name) => [
    [name, 'canvas'] as const,
    [name, 'surface'] as const,
  ]),
  ['ink', 'sunken'],
  ['ink-2', 'sunken'],
  ['ink-3', 'sunken'],
  ['ok', 'ok-bg'],
  ['warn', 'warn-bg'],
  ['bad', 'bad-bg'],
  ['info', 'info-bg'],
  ['on-accent', 'accent'],
  ['on-danger', 'danger'],
]
/** Edges of controls, marks and the focus ring. Hairlines (`line`) only divide; nothing depends on seeing them. */
const MARKS: readonly (readonly [string, string])[] = [
  ['line-strong', 'canvas'],
  ['line-strong', 'surface'],
  ['focus', 'canvas'],
  ['focus', 'surface'],
  ['danger', 'canvas'],
  ['accent', 'canvas'],
  // Charts: bars, lines, the ends of bands. Their grid only divides, and their tints have a number beside them.
  ['mark-bad', 'canvas'],
  ['mark-warn', 'canvas'],
  ['mark-main', 'canvas'],
  ['ink-3', 'canvas'],
]

describe.each<Scheme>(['light', 'dark'])('colours of the %s scheme', (scheme) => {
  test.each(TEXT)('%s can be read on %s', (text, ground) => {
    expect(ratio(token(text, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(MARKS)('%s can be seen on %s', (mark, ground) => {
    expect(ratio(token(mark, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(3)
  })

  test.each(['accent', 'danger'])('the word on a %s button stays readable under the pointer', (fill) => {
    const ground = hovered(token(fill, scheme), token('ink', scheme))
    expect(ratio(token(`on-${fill}`, scheme), ground)).toBeGreaterThanOrEqual(4.5)
  })
})

test('the arithmetic agrees with known ratios', () => {
  expect(ratio([1, 0, 0], [0, 0, 0])).toBeCloseTo(21, 1)
  // #767676 on white, the well-known 4.54.
  expect(ratio([0.5655, 0, 0], [1, 0, 0])).toBeCloseTo(4.54, 1)
})

/** Lets what is behind it through, so that it is no ground and no mark by itself. */
const TINTS = /--mark-range: light-dark\(oklch\([\d. ]+ \/ [\d.]+\), oklch\([\d. ]+ \/ [\d.]+\)\)/

test('every colour is a token, written once', () => {
  const both = css + charts.replace(TINTS, '')
  expect(both.match(/#[0-9a-f]{3,8}\b|rgb\(|hsl\(/gi)).toBeNull()
  expect(both.match(/oklch\(/g)).toHaveLength(tokens.size * 2)
})

test('every token that is used is declared', () => {
  const both = css + charts
  const used = new Set([...both.matchAll(/var\(--([\w-]+)/g)].map((match) => match[1]))
  const declared = new Set([...both.matchAll(/(?<![\w-])--([\w-]+):/g)].map((match) => match[1]))
  expect([...used].filter((name) => !declared.has(name))).toEqual([])
  expect([...declared].filter((name) => !used.has(name))).toEqual([])
})

test('every class of mark in a chart has one of these colours', () => {
  const marks = charts.matchAll(/\.m-([\w-]+) \{\s+(?:fill|stroke): ([^;]+);/g)
  const colours = Object.fromEntries([...marks].map((match) => [match[1], match[2]]))
  expect(colours).toEqual({
    bad: 'var(--mark-bad)',
    warn: 'var(--mark-warn)',
    watch: 'var(--ink-3)',
    calm: 'var(--line-strong)',
    main: expect.stringMatching(/^(?:var\(--mark-main\)|CanvasText)$/),
    open: 'none',
    range: 'var(--mark-range)',
  })
})
