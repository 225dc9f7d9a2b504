import type { en } from './copy.en.ts'

export const zh: typeof en = {
  greeting: '您好：',
  signature: (origin: string) => `Mint Hub\n${origin}`,
  linkRules:
    '此链接 15 分钟内有效，只能使用一次，且仅最新一封邮件中的链接有效。打开后页面上只有一个按钮；您在哪个浏览器中按下按钮，就在哪个浏览器中继续。',
  notYou: '如果不是您本人的操作，无需理会此邮件。',
  watch: {
    subject: {
      inventory: 'Mint Hub：您的库存定时读取发现紧急事项',
      orders: 'Mint Hub：您的订单定时读取发现紧急事项',
      advertising: 'Mint Hub：您的广告费定时读取发现紧急事项',
    },
    body: (store) => `您设置的对 ${store} 的定时读取发现有新的事项等您处理：`,
    some: (n) => `其中自上一封邮件以来新增或加重 ${n} 项。`,
    still: '以下事项此前已告知，仍待您处理：',
    end: (url) => `更改或结束此定时读取：${url}`,
  },
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
  storeName: (name: string, seller: string) =>
    name === seller ? `卖家 ${seller}` : `${name}（卖家 ${seller}）`,
  renewalDue: {
    subject: (day: string) => `请在${day}前重新为 Mint Hub 授权您的店铺`,
    body: (store: string, day: string) =>
      `亚马逊对 ${store} 的 Mint Hub 授权将于${day}到期。亚马逊要求每 365 天重新授权一次。`,
    after:
      '到期后，我们不再从亚马逊读取任何数据。已读取的数据继续封存 30 天，之后销毁；在此期间重新授权，不会丢失任何数据。',
    way: '卖家账户的主要用户随时可以在店铺页面重新授权：',
  },
  superseded: {
    subject: 'Mint Hub 已停止读取您的一个店铺',
    body: (store: string) =>
      `已停止读取 ${store}：同一卖家账户又为另一个 Mint Hub 账户做了授权，以最新的授权为准。`,
    kept: '您这一连接的刷新令牌将被销毁。已读取的数据继续封存 30 天，之后销毁；其中没有任何内容转给另一个账户。',
    way: '只有卖家账户的主要用户可以授权。如果应由您的连接读取，请在店铺页面重新授权：',
    notYou: (support: string) =>
      `如果您不清楚是谁所为，请在卖家平台查看您账户的用户和“管理您的应用”，并写信至 ${support}。`,
  },
  connectionReplaced: {
    subject: 'Mint Hub 已停止您卖家账户的较早连接',
    body: (store: string) =>
      `您已连接 ${store}。同一卖家账户此前曾连接到另一个 Mint Hub 账户。以最新的授权为准，因此较早的连接已停止。`,
    apart: '我们没有从中转移任何内容，并已通知该连接的成员。',
    notYou: (support: string) =>
      `如果您不知道有较早的连接，请在卖家平台查看您账户的用户，并写信至 ${support}。您的店铺页面：`,
  },
  sellerMismatch: {
    subject: 'Mint Hub 已停止一个店铺：亚马逊记录的是另一位卖家',
    body: (seller: string) => `卖家 ${seller} 的连接已停止：亚马逊自己的记录表明，此授权属于另一个卖家账户。`,
    stopped: '其刷新令牌将被销毁。通过它读取的数据继续封存 30 天，之后销毁。',
    way: '如果您连接的是自己的店铺，请重新连接。已停止店铺的页面：',
    notYou: (support: string) => `如果您没有连接过店铺，请写信至 ${support}。`,
  },
  authorizationRefused: {
    subject: '亚马逊不再接受 Mint Hub 对您一个店铺的授权',
    body: (store: string) => `已停止读取 ${store}：亚马逊拒绝了该授权，我们再次询问后仍被拒绝。`,
    gone: '该授权的刷新令牌将被销毁。已读取的数据继续封存 30 天，之后销毁；在此期间重新授权，不会丢失任何数据。',
    why: '在卖家平台的“管理您的应用”中停用授权，或授权满一年后，都会出现这种情况。如果您本来就要结束授权，无需任何操作。',
    way: '如需继续，请由卖家账户的主要用户在店铺页面重新授权：',
  },
}
