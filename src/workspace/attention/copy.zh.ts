import type { en } from './copy.en.ts'

export const zh: typeof en = {
  nothingTitle: '目前没有紧急事项。',
  nothing: '根据这里存储的数据：没有逾期或四小时内到期的订单，没有库存不足的 SKU，没有预算达到提醒线。',
  noFigures: '还没有存储任何数据。您打开页面时才会从亚马逊读取。',
  silent: '暂时无法打开数据，请过一分钟再看。',
  more: (n) => `另有 ${n} 项`,
  asOf: (age) => `数据读取于${age}。`,
  asOfEach: (ages) => `数据读取于：${ages.join('；')}。`,
  sourceAge: (source, age) => `${source}，${age}`,
  sources: { orders: '订单', performance: '订单绩效', stock: '库存', charges: '广告费' },
  readAt: (when) => `数据时间：${when}。`,
  'orders-overdue': (_n, shown) => `${shown} 笔订单已逾期：请立即发货。`,
  'orders-due': (_n, shown) => `${shown} 笔订单须在四小时内发货。`,
  'error-budget': {
    left: (rate, n, shown, site) =>
      n === 0
        ? `${site} ${rate}：再有一笔即达不到亚马逊的目标。`
        : `${site} ${rate}：距亚马逊的目标还剩 ${shown} 笔。`,
    beyond: (rate, shown, site) => `${site} ${rate}：已超出亚马逊的目标 ${shown} 笔。`,
  },
  rates: {
    late: '迟发',
    cancelled: '取消',
    tracked: '无有效追踪的订单',
    defects: '订单缺陷',
  },
  'low-cover': (_n, shown, out, days, site) =>
    `${site} 有 ${shown} 个 SKU 可售不足 ${days} 天（其中缺货 ${out} 个）。`,
  reorder: (_n, skus, units, site) => `${site} 有 ${skus} 个 SKU 最晚今天就应下单，共 ${units} 件。`,
  budget: (currency, percent) => `本月 ${currency} 广告预算已用 ${percent}。`,
  authorization: (n, shown) =>
    n === 0
      ? '授权已到期：请重新授权此店铺。'
      : n === 1
        ? '授权将在 24 小时内到期。'
        : `授权将在 ${shown} 天后到期。`,
}
