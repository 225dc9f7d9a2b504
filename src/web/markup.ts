import type { Child } from 'hono/jsx'

const REPLACED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const SPECIAL = /[&<>"']/
const ALL_SPECIAL = /[&<>"']/g

/** Text as markup, between tags or in a quoted attribute. */
export const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replace(ALL_SPECIAL, (found) => REPLACED[found] ?? '') : text

/**
 * What JSX would make of a child, for rows that are put together as strings: text is escaped, an element or what `html`
 * made is markup already. Throws for what would be rendered only later: pages are made from what is at hand.
 */
export function markupOf(child: Child): string {
  if (typeof child === 'string') return escaped(child)
  if (typeof child === 'number') return String(child)
  if (child === null || child === undefined || typeof child === 'boolean') return ''
  if (Array.isArray(child)) return child.map(markupOf).join('')
  if (child instanceof Promise) throw new TypeError('a promise is no markup')
  const made: unknown = child.toString()
  if (typeof made !== 'string') throw new TypeError('a promise is no markup')
  return 'isEscaped' in child ? made : escaped(made)
}
