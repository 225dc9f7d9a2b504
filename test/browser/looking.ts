import type { Visitor } from './harness.ts'
import { photographAll } from './photographs.ts'
import { faultsOf, lostInForcedColours } from './usable.ts'
import type { SpokenLanguage } from './words.ts'

/** Somebody who looks at each page of a journey: what is wrong with which, and which were seen. */
export interface Looking {
  readonly look: (name: string) => Promise<void>
  readonly faults: Readonly<Record<string, readonly string[]>>
  readonly seen: readonly string[]
}

/**
 * What axe says all the same: the page that leaves for Amazon goes on by itself after five seconds, which WCAG 2.2.1
 * does not like: a refresh may only be immediate, and then nobody could read where it leads, or wait for twenty hours.
 * The design asks for it; the page says so, and its link does the same at once.
 */
const ASKED_FOR: Readonly<Record<string, readonly string[]>> = { leaving: ['meta-refresh'] }

/** Pages with every kind of chart between them. */
const DRAWN = ['inventory', 'sku', 'orders', 'advertising']

/** Holds every page of ours to what everybody needs of it, and takes its picture where pictures are asked for. */
export function looking({ page }: Visitor, language: SpokenLanguage, app: string): Looking {
  const faults: Record<string, readonly string[]> = {}
  const seen: string[] = []
  const look = async (name: string): Promise<void> => {
    if (name.startsWith('amazon-')) return
    seen.push(name)
    const found = await faultsOf(page, { app, except: ASKED_FOR[name] ?? [] })
    const lost = DRAWN.includes(name) ? await lostInForcedColours(page) : []
    if (found.length + lost.length > 0) faults[name] = [...found, ...lost]
    await photographAll(page, name, language)
  }
  return { look, faults, seen }
}
