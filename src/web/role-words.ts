import type { Language } from '../core/language.ts'
import type { Feature, Purpose, RoleId } from '../core/roles.ts'

interface RoleWords {
  /** As Amazon's consent page and developer profile name the role. */
  readonly roles: Readonly<Record<RoleId, string>>
  /** What a person knows the feature by: "it waits for …". */
  readonly features: Readonly<Record<Feature, string>>
  /** What is read for the feature. */
  readonly reads: Readonly<Record<Feature, string>>
  readonly purposes: Readonly<Record<Purpose, string>>
}

const WORDS: Readonly<Record<Language, RoleWords>> = {
  en: {
    roles: {
      'selling-partner-insights': 'Selling Partner Insights',
      'amazon-fulfillment': 'Amazon Fulfillment',
      'finance-and-accounting': 'Finance and Accounting',
      'inventory-and-order-tracking': 'Inventory and Order Tracking',
    },
    features: {
      marketplaces: 'the list of marketplaces',
      inventory: 'Inventory',
      'seller-confirmation': 'the confirmation of the seller id',
      orders: 'Orders',
    },
    reads: {
      marketplaces: 'The name and marketplaces of your store',
      inventory: 'Stock at Amazon: on hand, inbound, reserved, unfulfillable',
      'seller-confirmation': 'The seller id on your store’s own transactions; no amount is kept',
      orders: 'Orders: status, ship-by time, number of items',
    },
    purposes: {
      'prove-region': 'Proves the connection and its region.',
      'show-stock': 'For the Inventory page.',
      'confirm-seller': 'Confirms whose store it is.',
      'show-orders': 'For the Orders page.',
    },
  },
  // Roles as Seller Central's Chinese developer profile names them; the English name is there to compare with.
  zh: {
    roles: {
      'selling-partner-insights': '洞察销售伙伴（Selling Partner Insights）',
      'amazon-fulfillment': '亚马逊物流（Amazon Fulfillment）',
      'finance-and-accounting': '财务与会计核算（Finance and Accounting）',
      'inventory-and-order-tracking': '库存和订单追踪（Inventory and Order Tracking）',
    },
    features: {
      marketplaces: '站点列表',
      inventory: '库存',
      'seller-confirmation': '卖家编号的核对',
      orders: '订单',
    },
    reads: {
      marketplaces: '店铺的名称和站点',
      inventory: '存放在亚马逊的库存：可售、入库、预留、不可售',
      'seller-confirmation': '店铺自己交易记录上的卖家编号；不保留任何金额',
      orders: '订单：状态、发货时限、件数',
    },
    purposes: {
      'prove-region': '用于证实连接及其区域。',
      'show-stock': '用于“库存”页面。',
      'confirm-seller': '用于确认店铺属于谁。',
      'show-orders': '用于“订单”页面。',
    },
  },
}

/** A role by Amazon's own name for it; in Chinese with the English one beside it. Pure. */
export const roleName = (role: RoleId, language: Language): string => WORDS[language].roles[role]

/** A feature as it stands inside a sentence. Pure. */
export const featureName = (feature: Feature, language: Language): string => WORDS[language].features[feature]

/** What is read for a feature: a phrase without a full stop. Pure. */
export const featureReads = (feature: Feature, language: Language): string => WORDS[language].reads[feature]

/** Why a role is asked for, as a sentence. Pure. */
export const purposeText = (purpose: Purpose, language: Language): string => WORDS[language].purposes[purpose]
