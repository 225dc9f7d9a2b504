import type { en } from './copy.en.ts'

/**
 * 词表：authorization 授权；consent 同意授权；store 店铺；primary user 主要用户；record 记录；passkey 通行密钥；
 * recovery code 恢复代码；refresh token 刷新令牌；client secret 客户端密钥；Seller Central 卖家平台；region 区域。
 */
export const zh: typeof en = {
  brand: 'Mint Hub',
  skip: '跳到正文',
  titled: (title) => `${title} · Mint Hub`,
  errorTitled: (title) => `错误：${title} · Mint Hub`,
  other: { lang: 'en', word: 'English' },
  chart: { numbers: '以表格显示数字' },
  bar: {
    storePages: '店铺页面',
    you: '您',
    overview: '概览',
    inventory: '库存',
    orders: '订单',
    advertising: '广告费',
    settings: '设置',
    stores: '店铺',
    account: '账户',
    signIn: '登录',
    signOut: '退出',
  },
  foot: {
    home: '首页',
    support: '写信给我们',
    independent: '独立于亚马逊；只读取，不改动。',
  },
  form: {
    summary: (count) => `有 ${count} 处需要再看一下`,
    unreadable: '无法读取这份表单，没有保存任何内容。请重新填写。',
    pastedSecret: '这看起来像密钥或令牌，没有保存',
    rotate:
      '本站任何页面都不需要密钥。如果这是真的密钥，请立即到签发它的地方更换：AWS 密钥在 IAM 的“安全凭证”中更换；应用程序的客户端密钥或刷新令牌在卖家平台的“开发应用程序”中更换。在此之前，任何看到它的人都能以您的名义操作。',
  },
  table: {
    none: '–',
    range: (from, to, total) => `第 ${from}–${to} 条，共 ${total} 条`,
    pages: '翻页',
    previous: '上一页',
    next: '下一页',
  },
  problem: {
    reference: '编号',
    write: (mail) => `写信到 ${mail} 时请附上此编号。`,
    until: '可再次操作的时间',
    ways: {
      home: '前往首页',
      stores: '前往店铺列表',
      signIn: '登录',
      connect: '连接店铺',
      again: '重新打开此页',
      back: '返回表单',
      account: '前往账户',
    },
    faults: {
      'bad-input': {
        title: '内容无法读取',
        happened: '网址或表单中有些内容不符合要求的格式。没有保存任何内容。',
        next: '请返回检查所填内容，再提交一次。',
      },
      'pasted-secret': {
        title: '这看起来像密钥',
        happened: '提交的内容中有一段形似亚马逊密钥或令牌。它没有被保存、写入日志或转发。',
        next: '本站任何页面都不需要密钥。如果这是真的密钥，请立即到签发它的地方更换：AWS 密钥在 IAM 的“安全凭证”中更换；应用程序的客户端密钥或刷新令牌在卖家平台的“开发应用程序”中更换。然后请从浏览器历史记录中删除此网址。',
      },
      'not-found': {
        title: '这里没有内容',
        happened: '此网址没有对应的页面，或者其内容不属于您。',
        next: '请检查网址，或从其他页面重新开始。',
      },
      'sign-in-needed': {
        title: '请先登录',
        happened: '此页面属于某个账户。30 分钟不使用，或登录满 12 小时，会话都会结束。',
        next: '请用通行密钥登录，再打开此页。',
      },
      'cross-site': {
        title: '这份表单不是从本站页面提交的',
        happened: '表单来自别处，或来自您登录、退出之前打开的页面，因此被拒绝。没有保存任何内容。',
        next: '请在本站重新打开页面，再提交表单。',
      },
      'too-many-requests': {
        title: '尝试次数过多',
        happened: '您的网络在一分钟内提交的表单超过了上限。这一份没有被读取，也没有保存任何内容。',
        next: '请等待一分钟，再提交一次。',
      },
      'link-dead': {
        title: '此链接已失效',
        happened: '邮件中的链接 15 分钟内有效，只能使用一次，且以最新的一封为准。没有做任何更改。',
        next: '请重新索取链接，并在 15 分钟内打开。',
      },
      'passkey-refused': {
        title: '通行密钥未通过验证',
        happened: '无法验证您设备的应答：它可能属于另一个账户，或者来得太晚。没有做任何更改。',
        next: '请再试一次。如果通行密钥已丢失，请使用恢复代码。',
      },
      'recovery-refused': {
        title: '恢复代码未通过验证',
        happened: '此代码不存在或已经用过；每个代码只能使用一次。没有做任何更改。',
        next: '请检查是否输错，或使用列表中的另一个代码。',
      },
      'recovery-cooling': {
        title: '账户恢复后 24 小时内不能进行此操作',
        happened:
          '此账户刚刚恢复过。为防止有人用盗取的代码造成损害，24 小时内不能连接或断开店铺。没有做任何更改。',
        next: '请等到那时再操作。如果恢复账户的不是您本人，请立即写信给我们。',
      },
      'method-refused': {
        title: '此网址不接受这种请求',
        happened: '页面存在，但不能以这种方式访问。没有保存任何内容。',
        next: '请通过链接打开，或提交页面自己的表单。',
      },
      'arrival-refused': {
        title: '此链接并非来自亚马逊',
        happened: '它要求返回的地址不属于亚马逊，或者内容不完整。我们没有跟随它，也没有保存任何内容。',
        next: '请从本站开始。如果链接是别人发给您的，请关闭此页面。',
      },
      'consent-missing': {
        title: '亚马逊的答复不完整',
        happened: '答复中没有说明它对应您的哪一次请求，因此未被采用。没有连接店铺，也没有保存任何内容。',
        next: '请在此浏览器中重新开始。',
      },
      'consent-unknown': {
        title: '此答复属于另一个浏览器或账户',
        happened:
          '授权必须在同一浏览器、同一账户中完成。这一次不是，因此未被采用。没有连接店铺，也没有保存任何内容。',
        next: '如果是您本人发起的，请重新开始。如果是别人发给您的链接，请关闭此页。',
      },
      'consent-expired': {
        title: '已超过十分钟',
        happened: '授权必须在十分钟内完成。这一次来得太晚，未被采用。没有连接店铺，也没有保存任何内容。',
        next: '请重新开始；通常三分钟就够了。',
      },
      'consent-used': {
        title: '此答复已经用过',
        happened: '亚马逊的每个答复只能使用一次。此页被重新加载，或同时打开了两次；没有再做任何事。',
        next: '请查看店铺列表：第一次可能已经成功。',
      },
      'consent-declined': {
        title: '亚马逊没有给予授权',
        happened: '亚马逊让您返回，但没有授权。没有连接店铺，也没有保存任何内容。',
        next: '如果仍想连接，请重新开始。只有账户的主要用户才能同意。',
      },
      'code-dead': {
        title: '亚马逊的授权码已失效',
        happened: '授权码五分钟内有效，只能使用一次。没有用它连接店铺。',
        next: '请重新开始，让亚马逊签发新的授权码。',
      },
      'exchange-unknown': {
        title: '亚马逊的答复在途中丢失',
        happened: '我们向亚马逊请求授权，但没有收到可用的答复。这一次的内容没有任何保留。',
        next: '请重新授权：新的授权会取代丢失的那一次。',
      },
      'region-wrong': {
        title: '亚马逊在该区域找不到此店铺',
        happened: '授权在所选区域无效，其令牌已销毁。',
        next: '请重新开始，并选择开设卖家账户的国家或地区。',
      },
      'seller-mismatch': {
        title: '亚马逊记录的是另一位卖家',
        happened: '亚马逊自己的记录与答复中的卖家不一致。在显示任何内容之前，读取已经停止。',
        next: '如果您连接的是自己的店铺，请重新连接。否则请写信给我们，并附上编号。',
      },
      'store-stopped': {
        title: '此店铺已停止读取',
        happened: '不再从亚马逊读取它的任何数据：授权已在本站停止，或已在亚马逊收回。',
        next: '要查看新的数据，需由账户的主要用户重新授权。',
      },
      'store-quarantined': {
        title: '此店铺正待检查',
        happened:
          '为此店铺加密封存的内容没有正常打开。为安全起见，不读取也不显示任何数据。没有任何内容外传。',
        next: '已记入我们的日志。重新授权即可重新开始；也可以写信给我们，并附上编号。',
      },
      'authorization-refused': {
        title: '亚马逊不再接受此授权',
        happened: '授权已被收回或已到期。此店铺的读取已经停止。',
        next: '要继续使用，需由账户的主要用户重新授权。',
      },
      'amazon-refused': {
        title: '亚马逊拒绝提供这些数据',
        happened: '授权完好，但亚马逊不允许这次读取，可能缺少某个角色。没有做任何更改。',
        next: '请稍后再试。如果一直这样，请重新授权，让亚马逊询问所有角色。',
      },
      'amazon-busy': {
        title: '亚马逊要求我们放慢读取',
        happened: '亚马逊限制读取的频率。您的连接不受影响，数据也不会丢失。',
        next: '请过几分钟再试。',
      },
      'amazon-down': {
        title: '亚马逊暂时没有应答',
        happened: '这与您的店铺无关。您的连接不受影响，数据也不会丢失。',
        next: '请过几分钟再试。',
      },
      'report-pending': {
        title: '亚马逊仍在生成报告',
        happened: '报告在数小时前已请求，尚未生成。您的连接不受影响。',
        next: '请今天晚些时候再看：我们会继续等同一份报告。',
      },
      'report-cancelled': {
        title: '亚马逊没有可报告的数据',
        happened: '亚马逊取消了这份报告，通常是因为没有相应的数据。您的连接不受影响。',
        next: '请明天再看，或等有库存或销售之后。',
      },
      'report-failed': {
        title: '亚马逊未能生成报告',
        happened: '亚马逊放弃了我们请求的报告。您的连接不受影响。',
        next: '请一小时后再请求。如果再次失败，卖家支持可以说明原因。',
      },
      'too-many-rows': {
        title: '超出一次读取的上限',
        happened: '该站点超过 50,000 个 SKU，这是我们一次读取的上限。您的连接不受影响。',
        next: '请写信给我们，以便提高上限。',
      },
      'amazon-changed': {
        title: '亚马逊的答复与预期不符',
        happened: '答复的格式与亚马逊的说明不同，因此未被采用。您的连接不受影响。',
        next: '已记入我们的日志。请稍后再试。',
      },
      'our-configuration': {
        title: '我们这边出了故障',
        happened: '我们自己的配置有误。您的店铺和授权都不受影响。',
        next: '已记入我们的日志。请一小时后再试。',
      },
      'storage-down': {
        title: '我们的存储暂时没有应答',
        happened: '故障在我们这边。您的店铺和授权都不受影响，但您刚才提交的内容可能没有保存。',
        next: '请等待一分钟，先确认是否已经生效，再试一次。',
      },
      'our-bug': {
        title: '此页面无法生成',
        happened: '这是我们的错误，我们已收到通知。',
        next: '请过一分钟再试。如果您正在提交表单，请先确认它是否已经生效。',
      },
    },
  },
}
