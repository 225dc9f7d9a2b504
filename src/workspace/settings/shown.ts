import type { FormFault } from '../../web/form.tsx'
import type { Shown } from '../reading/shown.ts'
import type { NotPasted } from './pasted.ts'
import type { SettingsRead } from './read.ts'

/** A form of this page that was sent and is shown again: with its faults, or with its stages added up. */
export interface Posted {
  readonly section: 'planning' | 'paste'
  readonly values: Readonly<Record<string, string>>
  readonly fault?: FormFault
  readonly isSummed?: boolean
  readonly notPasted?: NotPasted
  /** The table is good, but there is no room for its SKUs. */
  readonly tooMany?: boolean
}

/** What every section of the settings page is about. */
export interface SettingsShown extends Shown {
  readonly settings: SettingsRead
  readonly posted: Posted | undefined
  /** How many SKUs were just taken over; 0 for the store's own settings. */
  readonly done: number | undefined
}

/** The page's own address, of a page of its SKUs or after something was done. */
export function settingsAddress(
  { store, marketplace }: Pick<Shown, 'store' | 'marketplace'>,
  of: { readonly page?: number; readonly done?: number } = {},
): string {
  const params = new URLSearchParams({ marketplace: marketplace.id })
  if (of.page !== undefined && of.page !== 1) params.set('page', String(of.page))
  if (of.done !== undefined) params.set('done', String(of.done))
  return `/stores/${store.id}/settings?${params.toString()}`
}
