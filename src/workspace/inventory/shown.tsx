import { marketplaceById } from '../../amazon/regions.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { FormToken } from '../../web/form.tsx'
import type { InventoryQuery } from './rows.ts'

/** What every part of the inventory page is about. */
export interface Shown {
  readonly c: WebContext
  readonly store: StoreRecord
  readonly marketplace: StoreMarketplace
  readonly query: InventoryQuery
}

/** Times are shown in the marketplace's own zone. */
export const zoneOf = (marketplace: StoreMarketplace): string =>
  marketplaceById(marketplace.id)?.timeZone ?? 'UTC'

/** The form that asks for a reading now. */
export const ReadAgain = (props: Omit<Shown, 'query'> & { word: string }) => (
  <form
    class="actions"
    method="post"
    action={`/stores/${props.store.id}/inventory?marketplace=${props.marketplace.id}`}
  >
    <FormToken viewer={props.c.var.viewer} />
    <button class="button" type="submit">
      {props.word}
    </button>
  </form>
)
