import { en as authorizeEn } from '../../src/authorize/copy.en.ts'
import { zh as authorizeZh } from '../../src/authorize/copy.zh.ts'
import { en as identityEn } from '../../src/identity/copy.en.ts'
import { zh as identityZh } from '../../src/identity/copy.zh.ts'
import { en as revocationEn } from '../../src/revocation/copy.en.ts'
import { zh as revocationZh } from '../../src/revocation/copy.zh.ts'
import { en as siteEn } from '../../src/site/copy.en.ts'
import { zh as siteZh } from '../../src/site/copy.zh.ts'
import { en as webEn } from '../../src/web/copy.en.ts'
import { zh as webZh } from '../../src/web/copy.zh.ts'
import { en as advertisingEn } from '../../src/workspace/advertising/copy.en.ts'
import { zh as advertisingZh } from '../../src/workspace/advertising/copy.zh.ts'
import { en as inventoryEn } from '../../src/workspace/inventory/copy.en.ts'
import { zh as inventoryZh } from '../../src/workspace/inventory/copy.zh.ts'
import { en as skuEn } from '../../src/workspace/inventory/sku/copy.en.ts'
import { zh as skuZh } from '../../src/workspace/inventory/sku/copy.zh.ts'
import { en as ordersEn } from '../../src/workspace/orders/copy.en.ts'
import { zh as ordersZh } from '../../src/workspace/orders/copy.zh.ts'
import { en as readingEn } from '../../src/workspace/reading/copy.en.ts'
import { zh as readingZh } from '../../src/workspace/reading/copy.zh.ts'
import { en as settingsEn } from '../../src/workspace/settings/copy.en.ts'
import { zh as settingsZh } from '../../src/workspace/settings/copy.zh.ts'
import { en as storeEn } from '../../src/workspace/store/copy.en.ts'
import { zh as storeZh } from '../../src/workspace/store/copy.zh.ts'
import { en as storesEn } from '../../src/workspace/stores/copy.en.ts'
import { zh as storesZh } from '../../src/workspace/stores/copy.zh.ts'
import { en as watchEn } from '../../src/workspace/watch/copy.en.ts'
import { zh as watchZh } from '../../src/workspace/watch/copy.zh.ts'

/** What a person reads on buttons, links and headings, by the folder that owns the words. */
export const WORDS = {
  en: {
    advertising: advertisingEn,
    authorize: authorizeEn,
    identity: identityEn,
    inventory: inventoryEn,
    orders: ordersEn,
    reading: readingEn,
    revocation: revocationEn,
    settings: settingsEn,
    site: siteEn,
    sku: skuEn,
    store: storeEn,
    stores: storesEn,
    watch: watchEn,
    web: webEn,
  },
  zh: {
    advertising: advertisingZh,
    authorize: authorizeZh,
    identity: identityZh,
    inventory: inventoryZh,
    orders: ordersZh,
    reading: readingZh,
    revocation: revocationZh,
    settings: settingsZh,
    site: siteZh,
    sku: skuZh,
    store: storeZh,
    stores: storesZh,
    watch: watchZh,
    web: webZh,
  },
}
export type SpokenLanguage = keyof typeof WORDS
