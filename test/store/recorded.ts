import { type JournalLine, journal } from '../amazon.ts'
import { objectRows } from '../connected.ts'

/** A line of Amazon's journal, with what was done to its answer. */
export interface FullLine extends JournalLine {
  readonly request_id: string
  readonly ended_ms: number | null
  readonly fault: string | null
}

/** Everything that reached Amazon since its journal was cleared, as far back as it keeps lines. */
export const fullJournal = async (): Promise<readonly FullLine[]> =>
  (await journal({ limit: '20000' })) as readonly FullLine[]

/** What a store's own record says of its calls. */
export interface Recorded {
  readonly intents: Readonly<Record<string, number>>
  readonly answered: readonly { operation: string; status: number; requestId: string | undefined }[]
  /** Of unknown end, since the answer did not come. */
  readonly lost: number
  /** Of unknown end, since the object died over them: closed when the next one started. */
  readonly cut: number
  readonly open: number
}

/** Reads a store's record in order, each call's outcome with its intent. */
export async function recordedOf(id: string): Promise<Recorded> {
  const rows = await objectRows(
    id,
    "SELECT sequence, kind, actor, payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind LIKE 'call.%' ORDER BY sequence",
  )
  const operationOf = new Map<number, string>()
  const intents: Record<string, number> = {}
  const answered: Recorded['answered'][number][] = []
  const unknown = { lost: 0, cut: 0 }
  for (const row of rows) {
    const payload = JSON.parse(String(row['payload'])) as Record<string, string | number>
    if (row['kind'] === 'call.intent') {
      const operation = String(payload['operation'])
      operationOf.set(Number(row['sequence']), operation)
      intents[operation] = (intents[operation] ?? 0) + 1
      continue
    }
    const operation = operationOf.get(Number(payload['of'])) ?? 'none'
    operationOf.delete(Number(payload['of']))
    if (payload['result'] === 'unknown') unknown[row['actor'] === 'machine/record' ? 'cut' : 'lost'] += 1
    if (payload['result'] === 'answered') {
      const requestId = payload['request_id'] === undefined ? undefined : String(payload['request_id'])
      answered.push({ operation, status: Number(payload['status']), requestId })
    }
  }
  return { intents, answered, ...unknown, open: operationOf.size }
}

/** A line of Amazon's journal under the name that our record gives the call. */
const nameOf = ({ operation, grant_type: grant }: JournalLine): string => {
  if (operation === 'reportDocument') return 'fetchDocument'
  if (operation !== 'token') return operation
  return grant === 'refresh_token' ? 'refreshAccess' : 'exchangeCode'
}

/** How many calls of each name. */
function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Operations that reached Amazon more often than they were intended: I4 has none. */
export const beyondIntents = (
  lines: readonly JournalLine[],
  records: readonly Recorded[],
): readonly string[] =>
  Object.entries(counted(lines.map(nameOf)))
    .filter(([name, reached]) => reached > records.reduce((sum, one) => sum + (one.intents[name] ?? 0), 0))
    .map(([name, reached]) => `${name}: ${reached} times`)

/** Answers on the record that Amazon never gave, by its own journal: I4 has none. */
export function inventedAnswers(lines: readonly FullLine[], record: Recorded): readonly object[] {
  // All of them: Amazon cannot tell whose a call with a dead access token is.
  const known = new Map(lines.map((line) => [line.request_id, line]))
  const documents = lines.filter((line) => nameOf(line) === 'fetchDocument').map(({ status }) => status)
  return record.answered.filter(({ operation, status, requestId }) => {
    if (operation === 'fetchDocument') {
      // Where documents lie, answers carry no id: each answer on the record uses one of Amazon's up.
      const at = documents.indexOf(status)
      if (at !== -1) documents.splice(at, 1)
      return at === -1
    }
    const line = known.get(requestId ?? '')
    return line === undefined || nameOf(line) !== operation || line.status !== status
  })
}

/** Refreshes of one seller that began before the one before had ended, at Amazon: I1 has none. */
export function overlappingRefreshes(lines: readonly FullLine[], seller: string): readonly string[] {
  const refreshes = lines.filter((line) => line.seller === seller && nameOf(line) === 'refreshAccess')
  return refreshes.flatMap((line, at) => {
    const before = refreshes.slice(0, at).filter((one) => (one.ended_ms ?? Infinity) > line.started_ms)
    return before.map((one) => `${one.sequence} (${one.fault}) was under way when ${line.sequence} began`)
  })
}

/** What the simulator does to an answer so that nobody knows whether the call was carried out. */
const LOSES_THE_REPLY: readonly string[] = ['lost', 'reset', 'timeout', 'truncated']

/** Calls whose answer a fault took away. */
export const lostReplies = (lines: readonly FullLine[]): number =>
  lines.filter(({ fault }) => fault?.split(' + ').some((kind) => LOSES_THE_REPLY.includes(kind))).length
