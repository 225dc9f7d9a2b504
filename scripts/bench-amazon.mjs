/**
 * What the bench asks of the Amazon simulator: its control interface and its journal, the judge of every figure.
 *
 * @typedef {{ operation: string, status: number | null, grant_type: string | null, started_ms: number, ended_ms: number | null }} Line
 * @param {{ simulator: { fetch: (url: string, init?: { method: string, body: string }) => Promise<{ ok: boolean, status: number, text: () => Promise<string>, json: () => Promise<unknown> }> }, origins: { simulator: string } }} bench
 */
export function amazonOf({ simulator, origins }) {
  /**
   * @param {string} command
   * @param {object} [input]
   */
  async function control(command, input = {}) {
    const answer = await simulator.fetch(`${origins.simulator}/control/${command}`, {
      method: 'POST',
      body: JSON.stringify(input),
    })
    if (!answer.ok) throw new Error(`${command}: ${answer.status} ${await answer.text()}`)
    return /** @type {Promise<Record<string, string>>} */ (answer.json())
  }

  /**
   * Calls of one operation that reached Amazon, in order.
   *
   * @param {string} operation
   */
  async function calls(operation) {
    const url = `${origins.simulator}/control/journal?limit=20000&operation=${operation}`
    const journal = /** @type {{ entries: Line[] }} */ (await (await simulator.fetch(url)).json())
    return journal.entries
  }

  return { control, calls }
}

/**
 * How many calls were under way at the same moment at most, by Amazon's own clock.
 *
 * @param {readonly Line[]} lines
 */
export function mostAtOnce(lines) {
  const counts = lines.map(
    ({ started_ms: at }) =>
      lines.filter((one) => one.started_ms <= at && (one.ended_ms ?? Infinity) > at).length,
  )
  return Math.max(0, ...counts)
}
