import type { en } from './copy.en.ts'

export const zh: typeof en = {
  currencies: '币种',
  join: '、',
  notFinal: (from) => `${from} 起的费用尚未最终确定：亚马逊入账较晚。`,
  readingBack: (to) => `更早的记录仍在读取，目前已读到 ${to}。`,

  nothingTitle: (currency) => `没有以 ${currency} 计收的广告费。`,
  nothing: (back) => `自 ${back} 以来，亚马逊没有列出任何广告账单。第一张账单入账后，数小时内会显示在这里。`,
  nothingYet: (back) => `目前没有：亚马逊的记录已读到 ${back}，更早的月份会自动继续读取。`,

  verdict: {
    none: (month) => `${month}至今没有扣费。`,
    free: (spent, month) => `${month}至今已扣费 ${spent}。`,
    plain: (spent, budget, month) => `${month}至今已扣费 ${spent}，预算为 ${budget}。`,
    above: (spent, budget, month) => `已扣费 ${spent}，预算为 ${budget}；照此下去，${month}将超出预算。`,
    maybe: (spent, budget, month) => `已扣费 ${spent}，预算为 ${budget}；${month}可能超出预算。`,
    within: (spent, budget, month) => `已扣费 ${spent}，预算为 ${budget}；照此下去，${month}将在预算之内。`,
    over: (spent, budget) => `已扣费 ${spent}，预算为 ${budget}：预算已用完。`,
  },
  range: (invoices, low, high) => `按 ${invoices} 张账单推算，本月底可能在 ${low} 至 ${high} 之间。`,
  tooFew: (invoices, words) =>
    invoices === 0
      ? '满三张账单后，才会推算本月底的金额。'
      : `${words} 张账单不足以推算本月底的金额：满三张后才会推算。`,
  noBudget: '尚未设置预算，因此没有可比较的对象。',
  reachedTitle: (percent, currency) => `${currency} 预算已用到 ${percent}`,
  overTitle: (currency) => `${currency} 预算已用完`,
  reached: (month, elapsed) =>
    `${month}已过去 ${elapsed}。此页只做计量：广告活动的花费需在亚马逊自己的广告后台设置。`,

  figures: {
    charged: '已扣费',
    refunded: (refund) => `已退款 ${refund}`,
    ofBudget: '占预算',
    elapsed: (share) => `本月已过去 ${share}`,
    runsOut: '预算可用至',
    ranOut: '预算用完于',
    wholeMonth: '月底',
    lastsNote: '按本月平均速度',
    tacos: '占总销售额',
    tacosNote: 'TACoS 占比',
    salesUnread: '每日销售尚未读取',
    noSales: '没有销售',
    none: '–',
  },

  chart: {
    says: (spent, by, month) => `${month}累计广告费：截至 ${by} 为 ${spent}。`,
    saysBudget: (budget) => `预算为 ${budget}。`,
    budget: (amount) => `预算 ${amount}`,
    to: (low, high) => `${low} 至 ${high}`,
    today: (day) => `${day}（今天）`,
    legend: '阶梯线：已扣费用，虚线部分尚未最终确定。',
    legendPace: '斜线：匀速花费。横向细线：预算的 80% 和 90%。',
    legendRange: '浅色区域：本月底可能的范围。',
    day: '日期',
    charged: '扣费',
    refunded: '退款',
    sum: '累计',
    caption: (month, currency) => `${month}每日广告费，${currency}`,
  },

  table: {
    title: '按币种',
    aside: '亚马逊不说明一笔广告费属于哪个站点，因此预算按整个店铺的币种设置。',
    caption: (month, elapsed) => `${month}，已过去 ${elapsed}`,
    currency: '币种',
    budget: '预算',
    charged: '已扣费',
    net: '已减去退款',
    ofBudget: '占预算',
    pace: '进度',
    end: '本月底可能为',
    lasts: '可用至',
    tacos: '占销售额',
    tacosNote: 'TACoS 占比',
  },
  pace: {
    none: '未设置预算',
    ahead: (points) => `超前 ${points} 点`,
    behind: (points) => `落后 ${points} 点`,
    inStep: '同步',
    over: '已用完',
    reached: (percent, rest) => `超过 ${percent}，${rest}`,
  },

  budget: {
    title: '预算',
    pageTitle: (currency) => `${currency} 广告预算`,
    label: (currency) => `每个自然月的预算（${currency}）`,
    hint: (month, example) =>
      `自 ${month} 起生效，直到您更改；之前的月份不变。例如 ${example}。留空表示不设预算。`,
    save: '保存预算',
    back: '不更改，返回',
    invalid: (example) => `请输入大于零的金额，例如 ${example}；逗号只能用作千位分隔。`,
    aside: '达到 80% 和 90% 时会提示您。只有此店铺的成员可以看到；更改会记入店铺的记录。',
  },

  invoices: {
    title: '账单',
    csv: '下载 CSV',
    caption: (n, words, month) =>
      n === 1 ? `${month}有 1 张账单` : `${month}有 ${words} 张账单，最新的在前`,
    captionCut: (shown, all, month) => `${month}共 ${all} 张账单，此处为最新的 ${shown} 张；文件中有全部`,
    invoice: '账单编号',
    noNumber: '无编号',
    posted: '入账时间',
    state: '状态',
    final: '已确定',
    open: '未确定',
    charge: '扣费',
    refund: '退款',
    sum: (month) => `${month}至今`,
    none: (month) => `亚马逊在${month}至今没有账单入账。`,
  },

  past: {
    title: '以前的月份',
    caption: (currency) => `完整的月份，${currency}，最新的在前`,
    month: '月份',
    charged: '广告费',
    ofBudget: '占预算',
    sales: '销售额',
    tacos: '占销售额',
    none: '本月之前还没有读完一个完整的月份。',
    reach: (to) => `目前已读到 ${to}，其余会自动继续读取。`,
  },

  absent: {
    title: '这里不包含什么',
    what: '广告活动、关键词、点击和竞价，以及每笔费用所属的站点。',
    why: '我们读取的是您账户财务中的账单。亚马逊在那里只写明账单的编号、时间和金额，没有其他广告信息。其余内容在亚马逊的广告后台，本应用不请求访问它。',
  },

  computed: {
    title: '计算方法',
    source: (operation, asOf) =>
      `广告费：亚马逊的 ${operation}，截至 ${asOf}。每次都会重新读取最近十天。每笔扣费和退款各计一次，同一账单有多笔时也是如此，含税。`,
    zone: (zone) => `日期和月份以店铺所在国家的时区为准：${zone}。`,
    pace: '进度：预算的已用比例减去本月已过去的比例；相差不到五个百分点为同步。',
    range:
      '范围：按本月至今账单的频率和平均金额推算，上下各 1.28 个标准差，五个月中约有四个月在此范围内。上限考虑到最近两天的账单可能尚未入账。',
    lasts: '预算可用至：按本月平均速度用完剩余预算的日期。',
    tacos:
      'TACoS（总广告成本占比）：减去退款后的广告费 ÷ 该币种所有站点同期的订购销售额（亚马逊的 getOrderMetrics）。没有销售时显示“–”。',
    final: '今天和之前两天的费用尚未最终确定。',
  },
}
