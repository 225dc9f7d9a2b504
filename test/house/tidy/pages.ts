import type { JSXElement, JSXOpeningElement } from 'oxc-parser'
import { at, isCode, programOf, type Rule, walk } from './source.ts'

/** What the content security policy forbids, found before a browser does: inline style, script and handlers. */
export const noInlineStyleOrScript: Rule = (files) =>
  files
    .filter((file) => isCode(file) && /^(?:src|simulator)\//.test(file.path))
    .flatMap((file) => {
      const found: string[] = []
      walk(programOf(file), (node) => {
        if (node.type === 'JSXElement')
          found.push(...inElement(node).map((what) => `${at(file, node.start)}: ${what}`))
        if (node.type === 'TemplateElement') {
          const match = IN_MARKUP.exec(node.value.raw)
          if (match !== null) found.push(`${at(file, node.start)}: ${match[0].trim()} in a template`)
        }
      })
      return found
    })

const IN_MARKUP = /<style\b|<script(?![^>]*\ssrc=)[^>]*>|\s(?:style|on[a-z]+|hx-on[\w:-]*)=/i
const FORBIDDEN_ATTRIBUTE = /^(?:style|on[a-z]+|hx-on.*|dangerouslySetInnerHTML)$/i

function inElement(element: JSXElement): readonly string[] {
  const name = element.openingElement.name.type === 'JSXIdentifier' ? element.openingElement.name.name : ''
  const isOfThePage = name === name.toLowerCase()
  const attributes = attributesOf(element.openingElement)
  return [
    ...(name === 'style' ? ['an inline <style>'] : []),
    ...(name === 'script' && element.children.length > 0 ? ['an inline <script>'] : []),
    ...attributes
      .filter((it) => isOfThePage && FORBIDDEN_ATTRIBUTE.test(it.name))
      .map((it) => `the attribute ${it.name}`),
    ...attributes
      .filter((it) => it.value.startsWith('js:') || it.value.startsWith('javascript:'))
      .map((it) => `script in ${it.name}`),
    ...attributes
      .filter((it) => it.name === 'hx-trigger' && it.value.includes('['))
      .map(() => 'a filter in hx-trigger'),
  ]
}

function attributesOf(
  opening: JSXOpeningElement,
): readonly { readonly name: string; readonly value: string }[] {
  return opening.attributes.flatMap((it) => {
    if (it.type !== 'JSXAttribute') return []
    const name =
      it.name.type === 'JSXIdentifier' ? it.name.name : `${it.name.namespace.name}:${it.name.name.name}`
    const value = it.value?.type === 'Literal' ? String(it.value.value) : ''
    return [{ name, value }]
  })
}
