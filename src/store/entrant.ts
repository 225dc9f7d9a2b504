import type { App } from '../context.ts'
import { storeId } from '../core/id.ts'
import type { Clock } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import type { PersonApp } from '../identity/require-person.ts'
import {
  findingSession,
  loadViewer,
  namedSession,
  personOfSession,
  viewerFrom,
} from '../identity/sessions.ts'
import type { Viewer } from '../web/context.ts'
import { findingStore, type StoreRecord, storeFrom } from './directory.ts'

/** Who asks for a page, and the store that its address names, as far as they are a member of it. */
export interface Entrant {
  readonly viewer: Viewer | undefined
  readonly store: StoreRecord | undefined
}

/** The environment where both are set. */
export interface EntrantApp {
  Bindings: App['Bindings']
  Variables: App['Variables'] & Entrant
}

/** The environment of a store's pages, behind `requirePerson`. */
export interface StoreApp {
  Bindings: PersonApp['Bindings']
  Variables: PersonApp['Variables'] & Pick<Entrant, 'store'>
}

const NAMES_STORE = /^\/stores\/([^/.]+)/

/**
 * Who sends this Cookie header for this path; with a store in the path, both by one read of the primary. A foreign
 * store is as unknown as one that does not exist (I9). Writes last-seen as sessions do.
 */
export async function loadEntrant(
  db: Database,
  clock: Clock,
  { cookie, path }: { readonly cookie: string | undefined; readonly path: string },
): Promise<Entrant> {
  const id = storeId.safeParse(NAMES_STORE.exec(path)?.[1])
  if (!id.success) return { viewer: await loadViewer(db, clock, cookie), store: undefined }
  const named = await namedSession(clock, cookie)
  if (named === undefined) return { viewer: undefined, store: undefined }
  const [sessions, stores] = await db.batch([
    findingSession(db, named),
    findingStore(db, personOfSession(named), id.data),
  ])
  const viewer = await viewerFrom(db, named, sessions)
  // Of a session that is over, only the person was looked up.
  return { viewer, store: viewer && storeFrom(stores) }
}
