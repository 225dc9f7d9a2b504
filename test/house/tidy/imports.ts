import { posix } from 'node:path'
import { at, isCode, programOf, type Rule, type SourceFile, walk } from './source.ts'

/** A capability folder or a file at the root of src/, and how high it stands. Same rank: no import of each other. */
const RANKS: Readonly<Record<string, number>> = {
  core: 0,
  'env.ts': 1,
  'log.ts': 1,
  db: 1,
  web: 1,
  amazon: 1,
  'context.ts': 2,
  audit: 2,
  mail: 2,
  alerts: 2,
  identity: 3,
  vault: 3,
  store: 4,
  authorize: 5,
  revocation: 5,
  workspace: 7,
  site: 7,
}

/** Only these see everything. */
const COMPOSITION_ROOTS: ReadonlySet<string> = new Set([
  'index.ts',
  'app.tsx',
  'objects.ts',
  'queue.ts',
  'schedule.ts',
  'duties.ts',
])

/** Folders that stay usable anywhere: ours they import is `core/` at most, and what else is listed here. */
const PACKAGES_OF: Readonly<Record<string, readonly string[]>> = {
  core: ['zod'],
  amazon: ['zod'],
  web: ['zod', 'hono'],
}

interface Import {
  readonly file: SourceFile
  readonly start: number
  /** As written. */
  readonly specifier: string
  /** Path from the root for a relative import, the package's name otherwise. */
  readonly target: string
}

const known = new WeakMap<SourceFile, readonly Import[]>()

/**
 * Static, dynamic and type imports and re-exports: a type that leaks ties two folders as much as a call does. Found
 * once, since most rules ask.
 */
function importsOf(file: SourceFile): readonly Import[] {
  const before = known.get(file)
  if (before !== undefined) return before
  const found: Import[] = []
  walk(programOf(file), (node) => {
    const isImport =
      node.type === 'ImportDeclaration' ||
      node.type === 'ExportNamedDeclaration' ||
      node.type === 'ExportAllDeclaration' ||
      node.type === 'ImportExpression' ||
      node.type === 'TSImportType'
    if (!isImport || node.source?.type !== 'Literal' || typeof node.source.value !== 'string') return
    const specifier = node.source.value
    found.push({ file, start: node.start, specifier, target: resolved(file.path, specifier) })
  })
  known.set(file, found)
  return found
}

const resolved = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : packageOf(specifier)

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** `src/vault/seal.ts` → `vault`; `src/env.ts` → `env.ts`; undefined outside src/. */
function unitOf(path: string): string | undefined {
  const [top, unit] = path.split('/')
  return top === 'src' ? unit : undefined
}

export const importsOnlyFromLowerRanks: Rule = (files) =>
  files
    .filter((file) => isCode(file) && file.path.startsWith('src/'))
    .flatMap((file) => {
      const unit = unitOf(file.path) ?? ''
      if (COMPOSITION_ROOTS.has(unit)) return []
      const rank = RANKS[unit]
      if (rank === undefined) return [`${file.path}: ${unit} has no rank in test/house/tidy/imports.ts`]
      return importsOf(file).flatMap((it) => {
        const target = unitOf(it.target)
        if (target === undefined || target === unit) return []
        const theirs = COMPOSITION_ROOTS.has(target) ? Number.POSITIVE_INFINITY : RANKS[target]
        return theirs !== undefined && theirs < rank
          ? []
          : [`${at(file, it.start)}: ${unit} (rank ${rank}) imports ${it.target} (rank ${theirs})`]
      })
    })

export const lowFloorsStayNarrow: Rule = (files) =>
  files
    .filter((file) => isCode(file))
    .flatMap((file) => {
      const unit = unitOf(file.path) ?? ''
      const packages = PACKAGES_OF[unit]
      if (packages === undefined) return []
      return importsOf(file).flatMap((it) => {
        const theirs = unitOf(it.target)
        const isFine = it.specifier.startsWith('.')
          ? theirs === unit || (theirs === 'core' && unit !== 'core')
          : packages.includes(it.target)
        return isFine ? [] : [`${at(file, it.start)}: ${unit}/ may not import ${it.specifier}`]
      })
    })

export const tablesArePrivate: Rule = (files) =>
  files
    .filter((file) => isCode(file) && file.path.startsWith('src/'))
    .flatMap((file) =>
      importsOf(file)
        .filter(
          (it) => it.target.endsWith('/tables.ts') && posix.dirname(it.target) !== posix.dirname(file.path),
        )
        .map((it) => `${at(file, it.start)}: ${it.target} is private to its folder; call a verb of it`),
    )

export const simulatorStandsApart: Rule = (files) =>
  files.filter(isCode).flatMap((file) => {
    const forbidden = { 'src/': 'simulator/', 'simulator/': 'src/' }
    return Object.entries(forbidden).flatMap(([from, to]) =>
      file.path.startsWith(from)
        ? importsOf(file)
            .filter((it) => it.target.startsWith(to))
            .map((it) => `${at(file, it.start)}: ${from} and ${to} import nothing from each other`)
        : [],
    )
  })

/** `import { z }` keeps every locale of zod in the bundle: 91 KiB instead of 26, compressed. */
export const zodIsANamespace: Rule = (files) =>
  files.filter(isCode).flatMap((file) =>
    programOf(file).body.flatMap((node) => {
      if (node.type !== 'ImportDeclaration' || node.source.value !== 'zod' || node.importKind === 'type')
        return []
      return node.specifiers.every((it) => it.type === 'ImportNamespaceSpecifier')
        ? []
        : [`${at(file, node.start)}: write import * as z from 'zod'`]
    }),
  )

/** A file that only passes on what others export hides where things are, and ties their folders. */
export const noBarrels: Rule = (files) =>
  files.filter(isCode).flatMap((file) => {
    const { body } = programOf(file)
    const isBarrel =
      body.length > 0 &&
      body.every(
        (node) =>
          node.type === 'ImportDeclaration' ||
          node.type === 'ExportAllDeclaration' ||
          (node.type === 'ExportNamedDeclaration' && node.declaration === null),
      )
    return isBarrel ? [`${file.path}: only passes on the exports of other files`] : []
  })

const MAY_EXPORT_DEFAULT = /^(?:src|simulator)\/index\.ts$|^scripts\/bench-bare\.tsx$|^[^/]+\.config\.ts$/

export const noDefaultExports: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !MAY_EXPORT_DEFAULT.test(file.path))
    .flatMap((file) =>
      programOf(file)
        .body.filter((node) => node.type === 'ExportDefaultDeclaration')
        .map((node) => `${at(file, node.start)}: has a default export`),
    )
