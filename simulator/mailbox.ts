/** The oldest mails go beyond this many. */
const MAILS_MAX = 200

export interface Mail {
  readonly id: number
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly language: string
  readonly receivedMs: number
}

/**
 * Mails live in this module's memory, not in the object's: an idle object is dropped after seconds, and its
 * storage is a file. A mail carries sign-in links, which must not stay on disk. They end with the process.
 */
const mails: Mail[] = []
let newestId = 0

/** Puts a mail on top. Returns its id. */
export function receiveMail(mail: Omit<Mail, 'id'>): number {
  newestId += 1
  mails.unshift({ ...mail, id: newestId })
  mails.length = Math.min(mails.length, MAILS_MAX)
  return newestId
}

/** Mails newest first; with an address, only those to it (in any case). */
export function readMails(to?: string): readonly Mail[] {
  if (to === undefined) return mails
  return mails.filter((mail) => mail.to.toLowerCase() === to.toLowerCase())
}

/** Empties the mailbox. Idempotent. */
export function clearMails(): void {
  mails.length = 0
}
