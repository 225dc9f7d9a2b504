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
      performance: 'Amazon’s rates on the Orders page',
      inventory: 'Inventory',
      'seller-confirmation': 'the confirmation of the seller id',
      advertising: 'Advertising charges',
      orders: 'Orders',
    },
    reads: {
      marketplaces: 'The name and marketplaces of your store',
      performance: 'Amazon’s own rates of late, cancelled and untracked orders, with their targets',
      inventory:
        'Stock at Amazon: on hand, inbound, reserved, unfulfillable, and when it last changed; and the planning report: units shipped, ages, Amazon’s advice',
      'seller-confirmation': 'The seller id on your store’s own transactions; no amount is kept',
      advertising: 'Advertising charges and refunds by invoice; no other amount is kept',
      orders:
        'Open orders: status, ship-by time, SKUs and units, and what an order came to; orders, units and sales of each day. Nothing of a buyer',
    },
    purposes: {
      'prove-region': 'Proves the connection and its region; for the Orders page.',
      'show-stock': 'For the Inventory page.',
      'confirm-seller': 'Confirms whose store it is; for the Advertising page.',
      'show-orders': 'For the Orders and Inventory pages.',
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
      performance: '“订单”页面上亚马逊给出的比率',
      inventory: '库存',
      'seller-confirmation': '卖家编号的核对',
      advertising: '广告费',
      orders: '订单',
    },
    reads: {
      marketplaces: '店铺的名称和站点',
      performance: '亚马逊自己统计的迟发、取消和无有效追踪订单的比率及其目标',
      inventory:
        '存放在亚马逊的库存：可售、入库、预留、不可售及其最近变动时间；以及库存规划报告：已发货件数、库龄、亚马逊的建议',
      'seller-confirmation': '店铺自己交易记录上的卖家编号；不保留任何金额',
      advertising: '按发票列出的广告费和退款；不保留其他金额',
      orders:
        '未完成订单：状态、发货时限、SKU 和件数、订单金额；每日的订单数、件数和销售额。不含任何买家信息',
    },
    purposes: {
      'prove-region': '用于证实连接及其区域。',
      'show-stock': '用于“库存”页面。',
      'confirm-seller': '用于确认店铺属于谁，以及“广告费”页面。',
      'show-orders': '用于“订单”和“库存”页面。',
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
