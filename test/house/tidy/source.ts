import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Node, type Program, parseSync, visitorKeys } from 'oxc-parser'

/** A file of the tree as the rules see it; `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A rule: pure, so that a test can plant a violation. Returns one sentence for each, led by the file's path. */
export type Rule = (files: readonly SourceFile[]) => readonly string[]

const NOT_OURS = new Set([
  'node_modules',
  '.git',
  '.wrangler',
  '.cache',
  'dist',
  'test-results',
  'vendor',
  'meta',
])
const READ = /\.(?:tsx?|mjs|js|css|md|toml|json|sql)$|^\.ci\/run$/

/** Every file of ours below the root. */
export function readTree(root: string, below = ''): readonly SourceFile[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : readTree(root, path)
    return READ.test(path) ? [{ path, text: readFileSync(join(root, path), 'utf8') }] : []
  })
}

const CODE = /\.(?:tsx?|mjs|js)$/

export const isCode = (file: SourceFile): boolean => CODE.test(file.path)

const parsed = new WeakMap<SourceFile, Program>()

/** The syntax tree of a file of code, parsed once. oxc-parser, since typescript 7 has no parser for JavaScript callers. */
export function programOf(file: SourceFile): Program {
  const known = parsed.get(file)
  if (known !== undefined) return known
  const { program, errors } = parseSync(file.path, file.text)
  if (errors.length > 0) throw new Error(`${file.path}: ${errors[0]?.message}`)
  parsed.set(file, program)
  return program
}

/** Calls `visit` for each node below and including `node`, with its ancestors, the nearest last. */
export function walk(node: Node, visit: (node: Node, ancestors: readonly Node[]) => void): void {
  const ancestors: Node[] = []
  const descend = (current: Node): void => {
    visit(current, ancestors)
    ancestors.push(current)
    for (const key of visitorKeys[current.type] ?? []) {
      const child: unknown = Reflect.get(current, key)
      for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) descend(one)
    }
    ancestors.pop()
  }
  descend(node)
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

/** `path:line` of an offset, for a sentence about it. */
export const at = (file: SourceFile, offset: number): string => `${file.path}:${lineOf(file, offset)}`

export const lineOf = (file: SourceFile, offset: number): number =>
  file.text.slice(0, offset).split('\n').length
