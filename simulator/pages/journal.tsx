import { Hono } from 'hono'
import * as z from 'zod'
import { type CallState, type JournalLine, readJournal } from '../journal.ts'
import { SELLERS } from '../sellers/sellers.ts'
import { OPERATION_NAMES, REPORT_DOCUMENT } from '../spapi/operations.ts'
import type { World } from '../world.ts'
import { count, page, Time } from './page.tsx'

const LINES_A_PAGE = 200

/** Empty fields of the filter form mean "any". */
const filter = z.object({
  seller: z
    .string()
    .transform((value) => value || undefined)
    .optional(),
  operation: z
    .string()
    .transform((value) => value || undefined)
    .optional(),
})
type Filter = z.infer<typeof filter>

/** The newest calls, filtered by seller and operation. */
export function journalPage(world: World): Hono {
  return new Hono().get('/journal', (c) => {
    const asked = filter.parse(c.req.query())
    const { entries, total, waiting } = readJournal(world, {
      ...asked,
      limit: LINES_A_PAGE,
      newestFirst: true,
    })
    return page(
      c,
      { title: 'Journal' },
      <>
        <div class="stack">
          <h1>Journal</h1>
          <p class="muted">
            Every call to Login with Amazon and to the Selling Partner API. Tokens appear as the start of
            their SHA-256 only. Tests read the same as <a href="/control/journal">JSON</a>.
          </p>
          {waiting > 0 && (
            <p>
              {waiting === 1 ? '1 call is' : `${count(waiting)} calls are`} in flight.{' '}
              <a href="/controls#answers">What keeps answers back</a>
            </p>
          )}
        </div>
        <FilterForm asked={asked} />
        {entries.length === 0 ? <p>No call matches.</p> : <Lines entries={entries} total={total} />}
        <form method="post" action="/controls/journal/clear">
          <input type="hidden" name="back" value="/journal" />
          <button type="submit" class="button">
            Clear the journal
          </button>
        </form>
      </>,
    )
  })
}

function FilterForm({ asked }: { asked: Filter }) {
  return (
    <form method="get" action="/journal" class="row">
      <div class="field">
        <label for="seller">Seller</label>
        <select id="seller" name="seller">
          <option value="">Any</option>
          {SELLERS.map((one) => (
            <option value={one.id} selected={one.id === asked.seller}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="operation">Operation</label>
        <select id="operation" name="operation">
          <option value="">Any</option>
          {['token', ...OPERATION_NAMES, REPORT_DOCUMENT, 'redirected', 'unknown'].map((name) => (
            <option value={name} selected={name === asked.operation}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" class="button">
        Show
      </button>
    </form>
  )
}

function Lines({ entries, total }: { entries: readonly JournalLine[]; total: number }) {
  return (
    <section class="region" aria-label="Calls" tabindex={0}>
      <table>
        <caption>
          {entries.length < total
            ? `The newest ${count(entries.length)} of ${count(total)} calls`
            : `${count(total)} calls`}
          , newest first
        </caption>
        <thead>
          <tr>
            <th scope="col" class="num">
              No.
            </th>
            <th scope="col">Call</th>
            <th scope="col">Answer</th>
            <th scope="col">Seller</th>
            <th scope="col">Time</th>
            <th scope="col" class="num">
              Took, ms
            </th>
            <th scope="col">Token</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((line) => (
            <Line line={line} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const STATES: Readonly<Record<CallState, string>> = {
  in_flight: 'in flight',
  answered: 'answered',
  cut: 'cut',
}

function Line({ line }: { line: JournalLine }) {
  const call = [line.grant_type ?? line.marketplace_id, line.detail]
    .filter((part) => part !== null)
    .join(' · ')
  const answer = [line.error, line.fault === null ? null : `fault ${line.fault}`].filter(
    (part) => part !== null,
  )
  return (
    <tr>
      <td class="num">{line.sequence}</td>
      <th scope="row">
        {line.operation}
        {call !== '' && <div class="meta">{call}</div>}
      </th>
      <td class={line.state === 'cut' || (line.status ?? 0) >= 400 ? 'bad' : undefined}>
        {line.status ?? STATES[line.state]}
        {answer.length > 0 && <div class="meta">{answer.join(' · ')}</div>}
      </td>
      <td class="nowrap">{SELLERS.find((one) => one.id === line.seller)?.name ?? '–'}</td>
      <td class="nowrap">
        <Time ms={line.started_ms} />
      </td>
      <td class="num">{line.ended_ms === null ? '–' : count(line.ended_ms - line.started_ms)}</td>
      <td>
        <code>{line.token_sha256?.slice(0, 8) ?? '–'}</code>
      </td>
    </tr>
  )
}
