/** One row for a person to look at. The same trouble has the same id, so that repetition raises one alert. */
export interface AuditAlert {
  readonly id: string
  readonly reason: 'conflict' | 'malformed'
  readonly chain: string | null
  readonly sequence: number | null
}

/** An entry that the archive holds with another content. */
export const conflictAlert = (entry: {
  chain: string
  sequence: number
  commitment: string
}): AuditAlert => ({
  id: `conflict/${entry.chain}/${entry.sequence}/${entry.commitment}`,
  reason: 'conflict',
  chain: entry.chain,
  sequence: entry.sequence,
})

/** Writes alerts in one statement; one that is there already stays as it was. Rejects when D1 does. */
export async function raiseAlerts(
  db: D1Database,
  alerts: readonly AuditAlert[],
  nowMs: number,
): Promise<void> {
  if (alerts.length === 0) return
  await db
    .prepare(
      `INSERT INTO audit_alert (id, raised_at_ms, reason, chain, sequence)
       SELECT a.value->>'$.id', ?2, a.value->>'$.reason', a.value->>'$.chain', a.value->>'$.sequence'
       FROM json_each(?1) a WHERE true
       ON CONFLICT (id) DO NOTHING`,
    )
    .bind(JSON.stringify(alerts), nowMs)
    .run()
}
