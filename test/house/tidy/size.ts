import type { Node } from 'oxc-parser'
import { at, isCode, lineOf, programOf, type Rule, type SourceFile, walk } from './source.ts'

const FILE_LINES_MAX = 400
const FUNCTION_LINES_MAX = 70

/** Generated; and style sheets, which are layers of short rules, limited by their weight instead. */
const EXEMPT = /^(?:package-lock\.json|migrations\/)|\.css$/

export const filesStayReadable: Rule = (files) =>
  files
    .filter((file) => !EXEMPT.test(file.path))
    .flatMap((file) => {
      const lines = file.text.trimEnd().split('\n').length
      return lines > FILE_LINES_MAX ? [`${file.path}: ${lines} lines, the limit is ${FILE_LINES_MAX}`] : []
    })

const FUNCTIONS: ReadonlySet<Node['type']> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
])

/** Counted from the line of the head to the line of the closing brace. A `describe` of a test is a heading, not a function. */
export const functionsStayReadable: Rule = (files) =>
  files.filter(isCode).flatMap((file) => {
    const found: string[] = []
    walk(programOf(file), (node, ancestors) => {
      if (!FUNCTIONS.has(node.type) || isDescribe(ancestors.at(-1))) return
      const lines = linesOf(file, node)
      if (lines > FUNCTION_LINES_MAX) {
        found.push(
          `${at(file, node.start)}: a function of ${lines} lines, the limit is ${FUNCTION_LINES_MAX}`,
        )
      }
    })
    return found
  })

const linesOf = (file: SourceFile, node: Node): number =>
  lineOf(file, node.end) - lineOf(file, node.start) + 1

const isDescribe = (node: Node | undefined): boolean =>
  node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'describe'
