import type { en } from './copy.en.ts'

export const zh: typeof en = {
  nothingTitle: '目前没有紧急事项。',
  nothing: '根据这里存储的数据：没有逾期或四小时内到期的订单，没有库存不足的 SKU，没有预算达到提醒线。',
  noFigures: '还没有存储任何数据。您打开页面时才会从亚马逊读取。',
  silent: '暂时无法打开数据，请过一分钟再看。',
  more: (n) => `另有 ${n} 项`,
  asOf: (age) => `数据读取时间：${age}。`,
  asOfEach: (ages) => `数据读取时间：${ages.join('；')}。`,
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
  computed: {
    lead: '以已存储的数据为准：打开此页不会向亚马逊读取任何数据。提醒线由成员在“提醒与定时读取”中设置。',
    orders: '订单逾期，或四小时内须发货',
    ordersHow:
      '以亚马逊发货时间窗的截止时间对照您查看时的时间，含所有站点。只计由您发货且亚马逊已放行的订单；四小时为固定值。',
    rates: '容错余量',
    ratesHow: (n, shown) =>
      `距亚马逊的目标${n === 0 ? '已无余量' : `剩余不超过 ${shown} 笔`}时：在亚马逊所计的订单数中、仍能达标的最多出错笔数，减去已出错的笔数。订单数很少时，仅在亚马逊自己评为不良时提醒。`,
    cover: '库存不足',
    coverHow: (_n, shown) =>
      `缺货，或可售天数不足 ${shown} 天的 SKU：在售库存加上缺货前到货的入库量，÷ 日销量。`,
    budget: '广告预算',
    budgetHow: (percent) => `达到 ${percent} 时：本自然月扣费减去退款（含税）÷ 当月预算，按币种分别计算。`,
    reorder: '最晚今天下单',
    reorderHow:
      '已到最晚下单日的 SKU：现有加入库已降到补货点 = 日销量 × 交货期 + 安全库存。件数为建议补货量合计。',
    ends: '授权',
    endsHow: (_n, shown) => `到期前 ${shown} 天起：以当前授权之日加 365 天为到期日。`,
    endsSource: '来自我们自己的授权记录，不读取亚马逊。',
    from: (operation, time) => `${operation}，读取于 ${time}。`,
    between: (operation, first, last) => `${operation}，读取于 ${first} 至 ${last} 之间。`,
    notYet: (operation) => `${operation}，尚未读取。`,
    notAll: '并非所有站点都已读取。',
  },
}
