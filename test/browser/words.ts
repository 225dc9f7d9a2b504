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
import { en as inventoryEn } from '../../src/workspace/inventory/copy.en.ts'
import { zh as inventoryZh } from '../../src/workspace/inventory/copy.zh.ts'
import { en as readingEn } from '../../src/workspace/reading/copy.en.ts'
import { zh as readingZh } from '../../src/workspace/reading/copy.zh.ts'
import { en as storeEn } from '../../src/workspace/store/copy.en.ts'
import { zh as storeZh } from '../../src/workspace/store/copy.zh.ts'
import { en as storesEn } from '../../src/workspace/stores/copy.en.ts'
import { zh as storesZh } from '../../src/workspace/stores/copy.zh.ts'

/** What a person reads on buttons, links and headings, by the folder that owns the words. */
export const WORDS = {
  en: {
    authorize: authorizeEn,
    identity: identityEn,
    inventory: inventoryEn,
    reading: readingEn,
    revocation: revocationEn,
    site: siteEn,
    store: storeEn,
    stores: storesEn,
    web: webEn,
  },
  zh: {
    authorize: authorizeZh,
    identity: identityZh,
    inventory: inventoryZh,
    reading: readingZh,
    revocation: revocationZh,
    site: siteZh,
    store: storeZh,
    stores: storesZh,
    web: webZh,
  },
}
export type SpokenLanguage = keyof typeof WORDS
