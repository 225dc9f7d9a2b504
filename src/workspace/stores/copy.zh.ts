import type { en } from './copy.en.ts'

/** 店铺列表与断开连接的用语。 */
export const zh: typeof en = {
  title: '您的店铺',
  empty: '还没有连接任何店铺。',
  emptyWhy: '连接大约需要三分钟，在亚马逊自己的页面上完成。',
  connect: '连接店铺',
  another: '再连接一个店铺',
  caption: '您可以查看的店铺',
  name: '店铺',
  region: '区域',
  waits: '需要处理',
  state: '状态',
  until: '授权有效至',
  acts: '操作',
  disconnect: '断开连接',
  again: '重新向亚马逊请求授权',
  renew: '重新授权',
}
