import type { AuditRecord } from '../audit/record.ts'
import type { StoreContext } from './context.ts'

type Instance = Pick<StoreContext, 'storage' | 'incarnation'>

/**
 * Draws the number of the instance that starts now: one more than any before it over this storage. From here on every
 * earlier instance, which the platform may not have ended yet, is stale.
 */
export const drawIncarnation = (sql: SqlStorage): number =>
  Number(sql.exec('UPDATE life SET incarnation = incarnation + 1 RETURNING incarnation').one()['incarnation'])

/** The number of the instance that this storage belongs to. */
export const incarnationOf = (sql: SqlStorage): number =>
  Number(sql.exec('SELECT incarnation FROM life').one()['incarnation'])

/**
 * Whether no later instance has started over this storage. Asked after each await before anything is committed or
 * sent: a stale instance that wakes up commits nothing and calls nobody (I1, I3, I14).
 */
export const isNewest = ({ storage, incarnation }: Instance): boolean =>
  incarnationOf(storage.sql) === incarnation

/**
 * The record of one instance. What is worth committing leaves an entry in the same transaction, so a verb of a stale
 * instance that did not ask `isNewest` is refused here, with all it wrote: `append` throws.
 */
export const recordOfInstance = (record: AuditRecord, instance: Instance): AuditRecord => ({
  ...record,
  append: (draft, actor) => {
    if (!isNewest(instance)) throw new Error('a later instance of this object has started')
    return record.append(draft, actor)
  },
})
