import type { en } from './copy.en.ts'

/** 断开店铺的用语：去掉什么、保留什么、为什么、到何时。 */
export const zh: typeof en = {
  askTitle: (store: string) => `断开 ${store}？`,
  askLead: '读取立即停止。主要用户同意后，您可以随时重新连接该店铺。',
  goes: '将被销毁',
  goesText: '刷新令牌：它的一半密钥会被销毁，封存的内容从此无处可以打开，备份也不例外。',
  stays: '将会保留',
  staysText: '已读取的数据继续封存 30 天，以便您重新连接；之后其密钥也会销毁。谁读取过什么的记录会保留。',
  amazon: '在亚马逊',
  amazonText: '在您到“管理您的应用”中停用之前，亚马逊仍会列出 Mint Hub。但从这里，没有人能再使用该授权。',
  confirm: '断开此店铺',
  keep: '保持连接',
  doneTitle: (store: string) => `${store} 已断开`,
  doneLead: '不会再为此店铺向亚马逊发出任何请求。',
  token: '刷新令牌',
  tokenGone: '已销毁，封存的内容从此无处可以打开。',
  tokenLater: '正在销毁：我们的存储刚才没有回应，每分钟会重试一次；读取已经停止。',
  stopped: '停止时间',
  figures: '数据',
  figuresText: (until: string) => `已封存，不向任何人显示；其密钥将于 ${until} 销毁。`,
  stores: '您的店铺',
  again: '重新连接',
}
