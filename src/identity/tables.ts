import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A person with a verified address. `recovered_at_ms` starts the 24 h in which consequential acts wait. */
export const person = sqliteTable('person', {
  id: text('id').primaryKey(),
  email: text('email').notNull().unique(),
  language: text('language', { enum: ['en', 'zh'] }).notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
  recoveredAtMs: integer('recovered_at_ms'),
  /** May connect a store before the application is open to everybody (npm run grant). */
  testerSinceMs: integer('tester_since_ms'),
})

export const passkey = sqliteTable(
  'passkey',
  {
    id: text('id').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    credentialId: text('credential_id').notNull().unique(),
    publicKey: text('public_key').notNull(),
    counter: integer('counter').notNull(),
    failures: integer('failures').notNull().default(0),
    transports: text('transports').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    lastUsedAtMs: integer('last_used_at_ms'),
  },
  (table) => [index('passkey_by_person').on(table.personId)],
)

/** `hash` is SHA-256 of 32 random bytes in the cookie. Ended sessions keep their row, with the time, for the record. */
export const session = sqliteTable(
  'session',
  {
    hash: text('hash').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    createdAtMs: integer('created_at_ms').notNull(),
    lastSeenAtMs: integer('last_seen_at_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
  },
  (table) => [index('session_by_person').on(table.personId)],
)

/**
 * One row per address and purpose: asking again replaces the older link, so only the newest works. `asks` counts the
 * mails since `asked_since_ms`, so that nobody can flood a stranger's mailbox through our forms.
 */
export const mailLink = sqliteTable(
  'mail_link',
  {
    email: text('email').notNull(),
    purpose: text('purpose', { enum: ['sign-up', 'recovery'] }).notNull(),
    hash: text('hash').notNull().unique(),
    createdAtMs: integer('created_at_ms').notNull(),
    usedAtMs: integer('used_at_ms'),
    asks: integer('asks').notNull(),
    askedSinceMs: integer('asked_since_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.email, table.purpose] }),
    index('mail_link_by_time').on(table.createdAtMs),
  ],
)

/**
 * A passkey ceremony under way in one browser: `hash` is SHA-256 of that browser's one-time cookie. `person_id` is the
 * account it is for (for a sign-up, the one it will make); `code_at_ms` says when a recovery code was accepted.
 */
export const enrolment = sqliteTable(
  'enrolment',
  {
    hash: text('hash').primaryKey(),
    purpose: text('purpose', { enum: ['sign-up', 'recovery', 'sign-in', 'passkey'] }).notNull(),
    email: text('email'),
    personId: text('person_id'),
    createdAtMs: integer('created_at_ms').notNull(),
    challenge: text('challenge'),
    challengeAtMs: integer('challenge_at_ms'),
    failures: integer('failures').notNull().default(0),
    codeAtMs: integer('code_at_ms'),
    usedAtMs: integer('used_at_ms'),
  },
  (table) => [index('enrolment_by_time').on(table.createdAtMs)],
)

export const recoveryCode = sqliteTable(
  'recovery_code',
  {
    hash: text('hash').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id),
    createdAtMs: integer('created_at_ms').notNull(),
    usedAtMs: integer('used_at_ms'),
  },
  (table) => [index('recovery_code_by_person').on(table.personId)],
)
