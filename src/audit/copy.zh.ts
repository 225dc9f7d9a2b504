import type { en } from './copy.en.ts'

/** A blank stands between Chinese and Latin only. */
const after = (what: string): string => (/^\w/.test(what) ? ` ${what}` : what)

/** 记录的通俗表述：谁、做了什么、结果如何。句中不出现人名、邮箱或令牌。 */
export const zh: typeof en = {
  who: { you: '您', member: '一位成员', anonymous: '未登录者', machine: 'Mint Hub ' },
  why: (text) => `${text}。`,

  views: {
    overview: () => '概览',
    inventory: (marketplace) => `${marketplace} 的库存`,
    sku: (marketplace) => `${marketplace} 的一个 SKU`,
    orders: () => '未完成订单',
    order: () => '一笔订单',
    advertising: () => '广告费',
  },
  asFile: (what) => `${what}（文件）`,
  forWatch: (what) => `${what}（定时读取）`,
  looked: {
    shown: (who, what, times, rows) =>
      times === 1
        ? `${who}查看了${after(what)}：显示 ${rows} 行。`
        : `${who}查看了${after(what)} ${times} 次：共显示 ${rows} 行。`,
    progress: (who, what, times) =>
      times === 1
        ? `${who}请求查看${after(what)}，没有显示数据。`
        : `${who} ${times} 次请求查看${after(what)}，没有显示数据。`,
    refused: (who, what, times, why) =>
      times === 1
        ? `${who}请求查看${after(what)}，没有显示任何内容。${why}`
        : `${who} ${times} 次请求查看${after(what)}，没有显示任何内容。${why}`,
    unknown: (who, what, times) =>
      times === 1
        ? `${who}请求查看${after(what)}，是否已显示不得而知。`
        : `${who} ${times} 次请求查看${after(what)}，是否已显示不得而知。`,
    open: (who, what) => `${who}正在请求查看${after(what)}，尚未答复。`,
  },

  operations: {
    exchangeCode: () => '授权',
    refreshAccess: () => '访问令牌',
    getMarketplaceParticipations: () => '站点列表',
    getInventorySummaries: (marketplace) => ` ${marketplace} 的库存`,
    getOrderMetrics: (marketplace) => ` ${marketplace} 的每日销售`,
    searchOrders: () => '未完成订单',
    getOrder: () => '一笔订单',
    listTransactions: () => '交易记录上的卖家编号',
    listFinancialEvents: () => '广告费',
    createReport: (marketplace) => ` ${marketplace} 的一份报告`,
    getReport: () => '该报告的状态',
    getReportDocument: () => '报告文件的地址',
    fetchDocument: () => '报告文件',
  },
  asked: (things, ends) => `Mint Hub 向亚马逊请求${things.replaceAll('、 ', '、')}：${ends}。`,
  endedAlike: (calls, shown, end) => (calls === 1 ? `1 次调用，${end}` : `${shown} 次调用，全部${end}`),
  endedOtherwise: (shown, ends) => `${shown} 次调用，${ends}`,
  comma: '，',
  counted: (n, end) => `${n} 次${end}`,
  ends: {
    answered: '已答复',
    busy: '因过于频繁被亚马逊推迟',
    refused: '被拒绝',
    failed: '在亚马逊出错',
    'not-sent': '未发出',
    unknown: '结果未知',
    open: '进行中',
  },
  rowsRead: (rows) => `读取了 ${rows} 行。`,
  data: {
    inventory: (marketplace) => `${marketplace} 的库存`,
    planning: (marketplace) => `${marketplace} 的库存规划报告`,
    sales: (marketplace) => `${marketplace} 的每日销售`,
    'sku-sales': (marketplace) => `${marketplace} 一个 SKU 的每日销售`,
    orders: () => '未完成订单',
    performance: (marketplace) => `${marketplace} 的绩效报告`,
    charges: () => '广告费',
  },
  stored: (rows, what) => `Mint Hub 读取了${what}：${rows} 行。`,
  purged: (what) => `Mint Hub 删除了${what}中已过保存期的部分。`,
  watchTold: (_n, shown) => `Mint Hub 写信告知一位成员：其定时读取发现 ${shown} 项紧急事项。`,
  settings: {
    planning: (who) => `${who}更改了补货设置。`,
    budget: (who) => `${who}更改了广告预算。`,
    alerts: (who) => `${who}更改了提醒设置。`,
    watch: (who) => `${who}更改了定时读取。`,
  },

  consentStarted: (who) => `${who}前往亚马逊授权店铺。`,
  consentReturned: (who) => `${who}在亚马逊同意授权后返回。`,
  consentRefused: (why) => `这次授权没有建立连接。${why}`,
  marketplacesAsked: (who) => `${who}请求了店铺的站点列表。`,
  connected: (who) => `${who}授权了店铺，店铺已连接。`,
  replaced: '同一卖家账户较早的连接已停止：此次授权较新。',
  sellerConfirmed: '亚马逊自己的记录证实了卖家编号。',
  sellerMismatch: '亚马逊自己的记录显示的是另一位卖家。',
  fenced: {
    disconnected: (who) => `${who}断开了店铺，读取停止。`,
    suspected: () => '亚马逊拒绝了一次授权；在再次询问之前，读取停止。',
    'authorization-refused': () => '亚马逊不再接受该授权，读取停止。',
    'region-wrong': () => '亚马逊在该区域不认识此店铺，读取停止。',
    'seller-mismatch': () => '因卖家不符，读取停止。',
    superseded: () => '同一卖家账户的更新授权取代了此授权，读取停止。',
  },
  restored: '亚马逊仍接受该授权，读取恢复。',
  authorizationAsked: {
    daily: 'Mint Hub 进行了每日检查，以确认授权依然有效；未读取任何数据。',
    look: '一位成员查看了店铺，Mint Hub 随之确认授权是否依然有效；未读取任何数据。',
  },
  tokenDestroyed: 'Mint Hub 销毁了不再使用的刷新令牌。',
  figuresDestroyed: 'Mint Hub 销毁了已存数据的密钥。',
  noticed: {
    'renewal-due': (people, days) => `Mint Hub 已写信给${people}：授权将在 ${days} 天后到期。`,
    'seller-mismatch': (people) => `Mint Hub 已写信告知${people}：卖家不符。`,
    superseded: (people) => `Mint Hub 已写信告知${people}：更新的授权取代了此授权。`,
    'connection-replaced': (people) => `Mint Hub 已写信告知${people}：较早的连接已停止。`,
    'authorization-refused': (people) => `Mint Hub 已写信告知${people}：亚马逊不再接受该授权。`,
  },
  people: (_n, shown) => ` ${shown} 位成员`,
  quarantined: '此店铺有一份封存的内容无法打开，店铺转入待检查状态。',

  signedUp: (who) => `${who}注册了账户。`,
  sessionStarted: {
    passkey: (who) => `${who}使用通行密钥登录。`,
    'sign-up': (who) => `${who}在注册时登录。`,
    recovery: (who) => `${who}使用恢复代码登录。`,
  },
  sessionEnded: (who) => `${who}退出了登录。`,
  sessionRefused: (why) => `一次登录被拒绝。${why}`,
  passkeyAdded: (who) => `${who}添加了通行密钥。`,
  recoveryUsed: (who) => `${who}使用了恢复代码。`,
  mailSent: {
    'sign-up': 'Mint Hub 发送了注册链接。',
    recovery: 'Mint Hub 发送了账户恢复链接。',
  },
}
