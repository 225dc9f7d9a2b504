import { at, isCode, programOf, type Rule, walk } from './source.ts'

/** Words that say where something was put, not what it is. */
const EMPTY_WORDS: ReadonlySet<string> = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'misc',
  'common',
  'types',
  'services',
  'manager',
  'managers',
])

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)

const emptyWordIn = (name: string): string | undefined => wordsOf(name).find((word) => EMPTY_WORDS.has(word))

/** Of folders and files, and of every name that our code declares (those of a library's interface are its own). */
export const namesSayWhatThingsAre: Rule = (files) =>
  files.flatMap((file) => {
    const inPath = emptyWordIn(file.path)
    const ofPath = inPath === undefined ? [] : [`${file.path}: the path says ${inPath}`]
    return isCode(file) ? [...ofPath, ...declaredNames(file).flatMap((it) => complaint(file, it))] : ofPath
  })

interface Declared {
  readonly name: string
  readonly start: number
}

function complaint(file: Parameters<typeof at>[0], { name, start }: Declared): readonly string[] {
  const word = emptyWordIn(name)
  return word === undefined ? [] : [`${at(file, start)}: ${name} says ${word}`]
}

function declaredNames(file: Parameters<typeof programOf>[0]): readonly Declared[] {
  const names: Declared[] = []
  walk(programOf(file), (node, ancestors) => {
    if (node.type !== 'Identifier') return
    const parent = ancestors.at(-1)
    if (parent === undefined || !('type' in parent)) return
    const declares =
      ('id' in parent && parent.id === node) ||
      ('params' in parent && Array.isArray(parent.params) && parent.params.some((it) => it === node))
    if (declares) names.push({ name: node.name, start: node.start })
  })
  return names
}

/** A directory of somebody's machine: meaningless to the next reader, and it tells of the one before. */
const MACHINE_PATH = /(?<![\w./:}-])\/(?:home|Users|root|work|mnt)\/[\w.-]+/g

export const noPathOfOneMachine: Rule = (files) =>
  files.flatMap((file) =>
    [...file.text.matchAll(MACHINE_PATH)].map(
      (match) => `${at(file, match.index)}: names the path ${match[0]}`,
    ),
  )
