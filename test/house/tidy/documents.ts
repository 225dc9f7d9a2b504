import { posix } from 'node:path'
import { at, programOf, type Rule, type SourceFile, walk } from './source.ts'

const fileNamed = (files: readonly SourceFile[], path: string): SourceFile =>
  files.find((file) => file.path === path) ?? { path, text: '' }

/** Every binding and variable that wrangler.toml or src/env.ts names has a row in README's configuration table, and no other has. */
export const settingsAreDocumented: Rule = (files) => {
  const used = new Set([
    ...namesInToml(fileNamed(files, 'wrangler.toml').text),
    ...namesInEnv(fileNamed(files, 'src/env.ts')),
  ])
  const documented = new Set(namesInReadme(fileNamed(files, 'README.md').text))
  return [
    ...[...used]
      .filter((name) => !documented.has(name))
      .map((name) => `README.md: ${name} has no row under Configuration`),
    ...[...documented]
      .filter((name) => !used.has(name))
      .map((name) => `README.md: ${name} is described and nowhere used`),
  ]
}

function namesInToml(text: string): readonly string[] {
  const names: string[] = []
  let section = ''
  for (const line of text.split('\n')) {
    section = /^\[+([\w.]+)\]+/.exec(line)?.[1] ?? section
    const [, key = '', value = ''] = /^(\w+)\s*=\s*"?([^"]*)/.exec(line) ?? []
    if (section === 'vars' && key !== '') names.push(key)
    if (key === 'binding') names.push(value)
    if (key === 'name' && ['durable_objects.bindings', 'send_email', 'ratelimits'].includes(section))
      names.push(value)
  }
  return names
}

const SETTING = /^[A-Z][A-Z0-9_]+$/

/** Keys in capitals of the interface `Env` and of the schemas in src/env.ts. */
function namesInEnv(file: SourceFile): readonly string[] {
  const names: string[] = []
  walk(programOf(file), (node) => {
    if ((node.type === 'Property' || node.type === 'TSPropertySignature') && node.key.type === 'Identifier') {
      if (SETTING.test(node.key.name)) names.push(node.key.name)
    }
  })
  return names
}

function namesInReadme(text: string): readonly string[] {
  const section = /^## Configuration\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text)?.[1] ?? ''
  return [...section.matchAll(/^\| *`([A-Z0-9_]+)`/gm)].flatMap((match) => match[1] ?? [])
}

/** A relative link of a document leads to a file of the tree. */
export const linksLead: Rule = (files) => {
  const paths = new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]))
  return files
    .filter((file) => file.path.endsWith('.md'))
    .flatMap((file) =>
      [...file.text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap((match) => {
        const target = posix.join(posix.dirname(file.path), match[1] ?? '').replace(/\/$/, '')
        return paths.has(target) ? [] : [`${at(file, match.index)}: ${target} does not exist`]
      }),
    )
}

const foldersOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'))

const DECISION = /^docs\/decisions\/\d{3}-[a-z0-9-]+\.md$/

/** A decision is dated, and says what would make it wrong. */
export const decisionsSayWhenTheyAreWrong: Rule = (files) =>
  files
    .filter((file) => file.path.startsWith('docs/decisions/'))
    .flatMap((file) => [
      ...(DECISION.test(file.path) ? [] : [`${file.path}: is not named NNN-title.md`]),
      ...(/^\d{4}-\d{2}-\d{2}$/m.test(file.text) ? [] : [`${file.path}: has no date on a line of its own`]),
      ...(/\nThis is wrong if [^\n]+(?:\n[^\n]+)*\n$/.test(file.text)
        ? []
        : [`${file.path}: does not end with “This is wrong if …”`]),
    ])
