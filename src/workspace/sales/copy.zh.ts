import type { en } from './copy.en.ts'

export const zh: typeof en = {
  title: '每日订单和销售额',
  aside: '按站点所在时区的最近 30 天。今天尚未结束。',
  orders: '每日订单数',
  sales: (currency) => `每日销售额（${currency}）`,
  sum: (n) => `30 天共 ${n}`,
  says: (what, sum, best, day) => `${what}：${sum}；最多为 ${day}，${best}。`,
  none: '最近 30 天亚马逊没有统计到销售。',
  unread: '尚未读取每日销售。',
  waits: '正在读取每日销售。',
  today: '今天',
  caption: '每天的订单、件数和销售额，最近的在前',
  columns: { day: '日期', orders: '订单', units: '件数', sales: '销售额' },
}
