import type { en } from './copy.en.ts'

export const zh: typeof en = {
  greeting: '您好：',
  signature: (origin: string) => `Mint Hub\n${origin}`,
  linkRules:
    '此链接 15 分钟内有效，只能使用一次，且仅最新一封邮件中的链接有效。打开后页面上只有一个按钮；您在哪个浏览器中按下按钮，就在哪个浏览器中继续。',
  notYou: '如果不是您本人的操作，无需理会此邮件。',
  verification: {
    subject: '确认您的 Mint Hub 邮箱地址',
    body: '有人（应该是您本人）想用此邮箱地址注册 Mint Hub 账户。请打开以下链接确认：',
  },
  alreadyKnown: {
    subject: '您已有 Mint Hub 账户',
    body: '有人（应该是您本人）想用此邮箱地址注册 Mint Hub 账户。该地址已有账户，因此未作任何更改。',
    signIn: (url: string) => `使用通行密钥登录：${url}`,
    recover: (url: string) => `如果通行密钥已丢失，但您保留了恢复代码：${url}`,
  },
  recovery: {
    subject: '恢复您的 Mint Hub 账户',
    body: '有人（应该是您本人）丢失了此邮箱地址所属 Mint Hub 账户的通行密钥。请准备好一个恢复代码，然后打开：',
    notYou:
      '如果不是您本人的操作，请勿打开链接，也不要把恢复代码交给任何人。没有恢复代码，任何人都无法进入，您的账户没有任何变化。',
  },
  unknownAddress: {
    subject: '此邮箱地址没有 Mint Hub 账户',
    body: '有人（应该是您本人）请求恢复此邮箱地址的 Mint Hub 账户，但该地址没有账户。您可能使用了其他地址。',
    signUp: (url: string) => `注册账户：${url}`,
  },
  recoveryUsed: {
    subject: '您的 Mint Hub 账户已恢复',
    body: '有人使用了一个恢复代码，并为您的账户添加了新的通行密钥。其他所有会话均已结束。',
    waits: '接下来的 24 小时内，不能连接或断开店铺，不能删除或导出数据，也不能更改邮箱地址。',
    notYou: (support: string) =>
      `如果不是您本人的操作，请立即写信至 ${support}：有人同时掌握了您的邮箱和一个恢复代码。`,
  },
  passkeyAdded: {
    subject: '您的 Mint Hub 账户添加了新的通行密钥',
    body: '您的账户添加了另一个通行密钥，从现在起可用于登录。',
    notYou: (support: string) => `如果不是您本人的操作，请立即写信至 ${support}。`,
  },
}
