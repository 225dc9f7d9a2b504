import type { en } from './copy.en.ts'

/** 店铺页面的用语：现状、授权期限、读取情况、近期动态。术语见 web/copy.zh.ts 的词表。 */
export const zh: typeof en = {
  stop: '。',
  asOf: '截至',
  you: '您',
  member: '一位成员',
  states: {
    connected: '已连接',
    throttled: '限速中',
    failing: '读取失败',
    due: '待重新授权',
    over: '授权已到期',
    suspected: '授权存疑',
    fenced: '已停止',
    needs: '需要授权',
  },

  stopped: {
    unfinished: {
      title: '此次连接没有完成',
      text: '亚马逊已同意授权，但我们未能保存。不会为此店铺读取任何内容。',
    },
    disconnected: {
      title: '此店铺已断开',
      text: '授权已在本站结束。不会再为此店铺向亚马逊发出任何请求。',
    },
    suspected: {
      title: '亚马逊拒绝了一次授权',
      text: '我们会再次询问后才采信：十五分钟内再问两次，若亚马逊一直没有答复，则之后每小时问一次。在此期间不读取任何内容。',
    },
    'authorization-refused': {
      title: '亚马逊不再接受该授权',
      text: '授权已在亚马逊被撤回，或已满一年到期。亚马逊告知我们时，读取即已停止。',
    },
    'region-wrong': {
      title: '亚马逊在该区域不认识此店铺',
      text: '授权在所选区域无效。重新连接时，请选择卖家账户注册时所在的国家或地区。',
    },
    'seller-mismatch': {
      title: '亚马逊的记录显示的是另一位卖家',
      text: '授权时给出的卖家编号与店铺自己交易记录上的不同，因此读取已停止。如果这是您自己的店铺，请重新授权。',
    },
    superseded: {
      title: '更新的连接取代了此连接',
      text: '同一卖家账户之后又为另一个连接作了授权。只有账户的主要用户才能同意授权，因此以最新的一次为准。此店铺没有任何内容转到那个连接。',
    },
    unopened: {
      title: '此店铺正待检查',
      text: '此店铺有一份封存的内容无法用它自己的密钥打开，因此不读取也不显示它的任何数据。',
    },
  },
  when: '停止时间',
  figures: '数据',
  figuresUntil: (date) =>
    `已读取的内容已封存，不向任何人显示。除非在此之前重新授权，其密钥将于 ${date} 销毁。`,
  figuresOver: (date) => `已读取的内容保留至 ${date}。`,
  figuresUnopened: '不向任何人显示。重新授权时会将其删除，并重新读取。',
  record: '记录',
  recordStays: '保留：谁查看过什么，以及向亚马逊发出的每次调用。',
  goOn: '如何继续',
  goOnText: '由账户的主要用户在亚马逊重新授权此店铺。',
  goOnSuspected: '如果亚马逊仍接受该授权，读取会自动恢复。如果是您撤回了授权，请在此断开店铺。',
  goOnSuperseded: '由账户的主要用户从这里重新授权此店铺，届时另一个连接会随之停止。',
  askAgain: '重新向亚马逊请求授权',

  authorization: '授权',
  daysLeft: (days, date) => `还剩 ${days} 天，有效至 ${date}。`,
  ranOut: (date) => `已于 ${date} 到期。`,
  year: '亚马逊要求每 365 天重新授权一次。我们会在到期前 60 天、30 天和 7 天写信给您。',
  yearOver: '亚马逊要求每 365 天重新授权一次，现在可能拒绝任何读取。',
  passedLabel: '授权已过去的天数',
  passed: (days, all) => `${all} 天中已过去 ${days} 天`,
  given: '授权日期',
  ends: '到期日期',
  waiting: (features) => `请为${features}重新授权。现有授权作出时尚未包含此项。`,
  again: '重新授权',

  facts: '基本信息',
  seller: '卖家编号',
  confirmed: '已由亚马逊自己的记录证实',
  claimed: '授权时给出的编号，亚马逊自己的记录尚未证实',
  region: '区域',
  marketplaces: '站点',
  notListed: '亚马逊尚未给出。',
  roles: '已授权的角色',
  noRoles: '无。',
  connectedBy: '连接者',
  connectedFirst: '首次连接',
  authorizedBy: '重新授权者',

  health: '运行状况',
  healths: {
    connected: '目前没有任何情况妨碍读取。',
    throttled: (until) => `亚马逊正在限制我们的读取速度，直至 ${until}。其间读取较慢，但不会遗漏。`,
    failing: {
      reading: (since, why) => `自 ${since}起读取一直失败。${why}`,
      access: (since, why) => `自 ${since}起我们无法访问亚马逊。${why}您的授权不受影响。`,
    },
    needs: '授权已满一年。重新授权之前，亚马逊可能拒绝任何读取。',
  },
  stock: (marketplace) => `库存，${marketplace}`,
  readings: {
    none: '尚未读取',
    running: '正在读取',
    done: '已读取',
    failed: '未完成',
  },
  runningText: (rows) => `已读取 ${rows} 个 SKU。`,
  storedThen: (_n, rows) => `，${rows} 个 SKU。`,
  storedSince: '现有数据截至',
  nothingStored: '没有存储任何数据。',

  recent: '近期动态',
  zone: (zone) => `时间为${zone}。`,
  empty: '还没有任何动态。',
  emptyText: '每次查看、读取和更改都会列在这里。',
  silent: '店铺自己的记录暂时没有应答。',
  silentText: '此页其余内容来自我们的目录。请过一分钟再看。',

  end: '断开连接',
  endText: '断开后立即停止一切读取，并销毁刷新令牌。数据继续封存 30 天。',
  endStopped: '读取已经停止。断开可确保此店铺不再留有任何刷新令牌。',
  endGo: '断开此店铺',
  endedText: '刷新令牌已销毁，或正在销毁。',
  endedGo: '销毁了什么，保留了什么',
}
