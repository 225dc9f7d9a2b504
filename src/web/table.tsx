import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Language } from '../core/language.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { formatNumber } from './format.ts'
import { IN_PLACE } from './in-place.tsx'
import { escaped, markupOf } from './markup.ts'

export interface Column {
  readonly label: string
  /** The unit or a second line under the label. */
  readonly small?: string
  readonly number?: boolean
  /** A GET address that sorts by this column, and how it is sorted now. */
  readonly sort?: { readonly href: string; readonly now?: 'ascending' | 'descending' }
}

export type Rows = ReturnType<typeof tableRow>

/** Rows under a head of their own. */
export interface RowGroup {
  readonly title: string
  readonly note?: string
  readonly rows: readonly Rows[]
}

/**
 * A captioned table in a region of its own that scrolls sideways by keyboard too. `pinned` keeps the first column
 * in view on narrow screens and the head in view on wide ones. `rows` come from `tableRow`; `groups` takes their place
 * where rows stand under heads.
 */
export const Table = (props: {
  id: string
  caption: Child
  columns: readonly Column[]
  rows?: readonly Rows[]
  groups?: readonly RowGroup[]
  /** The sums, from `tableRow`. */
  foot?: Rows
  pinned?: boolean
  /** Its lines hold links, from which arrow keys scroll it: no stop of its own, which would jump to its middle. */
  linked?: boolean
}) => (
  <section class="region" aria-labelledby={props.id} tabindex={props.linked ? undefined : 0}>
    <table class={props.pinned ? 'pin' : undefined}>
      <caption id={props.id}>{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map((column) => (
            <ColumnHead {...column} />
          ))}
        </tr>
      </thead>
      {props.rows ? <tbody>{props.rows}</tbody> : null}
      {props.groups?.map(({ title, note, rows }) => (
        <tbody>
          <tr>
            <th scope="rowgroup" colspan={props.columns.length}>
              <b>{title}</b> {note ? <span class="quiet">{note}</span> : null}
            </th>
          </tr>
          {rows}
        </tbody>
      ))}
      {props.foot ? <tfoot>{props.foot}</tfoot> : null}
    </table>
  </section>
)

const ColumnHead = ({ label, small, number, sort }: Column) => (
  <th scope="col" class={number ? 'num' : undefined} aria-sort={sort?.now}>
    {sort ? (
      <a href={sort.href} {...IN_PLACE}>
        {label}
      </a>
    ) : (
      label
    )}
    {small ? <small>{small}</small> : null}
  </th>
)

export interface RowHead {
  readonly text: string
  readonly href?: string
  /** A second line in monospace, such as the SKU. */
  readonly code?: string
  /** A second line in words. */
  readonly note?: string
}

/** A number is formatted and right-aligned, a string or an element is shown as it is, undefined is a dash: no figure. */
export type Cell = Child | Made

/** One row for `Table`, built as an escaped string: large tables cost a sixth of JSX this way. */
export function tableRow(head: RowHead, cells: readonly Cell[], language: Language): HtmlEscapedString {
  const { text, href, code, note } = head
  const label = href === undefined ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`
  const second = code === undefined ? '' : `<small class="mono">${escaped(code)}</small>`
  const third = note === undefined ? '' : `<small>${escaped(note)}</small>`
  const rest = cells.map((cell) => tableCell(cell, language)).join('')
  return raw(`<tr><th scope="row">${label}${second}${third}</th>${rest}</tr>`)
}

/** Cells whose text is made already: `number` is right-aligned, `element` is a drawing; undefined is a dash. */
export const cell = {
  number: (text: Child | undefined): Cell =>
    text === undefined ? undefined : { text, align: 'num' as const },
  element: (text: Child | undefined): Cell =>
    text === undefined ? { text: '', align: 'num' as const } : { text, align: 'num' as const },
}

interface Made {
  readonly text: Child
  readonly align: 'num'
}

const isMade = (of: Cell): of is Made => typeof of === 'object' && of !== null && 'align' in of

function tableCell(of: Cell, language: Language): string {
  if (of === undefined) return `<td class="num none">${escaped({ en, zh }[language].table.none)}</td>`
  if (typeof of === 'number') return `<td class="num">${escaped(formatNumber(of, language))}</td>`
  return isMade(of) ? `<td class="num">${markupOf(of.text)}</td>` : `<td>${markupOf(of)}</td>`
}

/** "1–50 of 1,284" and the neighbouring pages; without a neighbour the word stays, disabled. */
export const Pager = (props: {
  language: Language
  from: number
  to: number
  total: number
  previous: string | undefined
  next: string | undefined
  /** What else can be done with the list, such as a file of it. */
  more?: Child
}) => {
  const words = { en, zh }[props.language].table
  const [from, to, total] = [props.from, props.to, props.total].map((n) => formatNumber(n, props.language))
  return (
    <div class="below">
      <span class="num">{words.range(from ?? '', to ?? '', total ?? '')}</span>
      <nav aria-label={words.pages}>
        <ul>
          <li>{neighbour(words.previous, 'prev', props.previous)}</li>
          <li>{neighbour(words.next, 'next', props.next)}</li>
          {props.more ? <li>{props.more}</li> : null}
        </ul>
      </nav>
    </div>
  )
}

const neighbour = (word: string, rel: 'prev' | 'next', href: string | undefined) =>
  href === undefined ? (
    <span class="quiet">{word}</span>
  ) : (
    <a href={href} rel={rel}>
      {word}
    </a>
  )
