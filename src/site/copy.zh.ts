import type { en } from './copy.en.ts'

/** 术语从卖家平台：亚马逊物流 Amazon Fulfillment、可售 on hand、入库 inbound、预留 reserved、不可售 unfulfillable、站点 marketplace。 */
export const zh: typeof en = {
  title: '您的亚马逊库存，每次查看都有记录',
  description: 'Mint Hub 在您于亚马逊页面同意之后读取店铺库存。只读取，不改动；每次读取都写入记录。',
  promise: '每一次查看，都有记录。',
  lead: 'Mint Hub 读取您亚马逊店铺的库存，汇成一张可以搜索和排序的表。每次从亚马逊读取，每次有人打开数据，店铺的记录里都会多一行。',
  connect: '连接您的亚马逊店铺',
  connectHint: {
    anonymous: '先用通行密钥注册账户，再到亚马逊页面上完成，约三分钟。',
    signedIn: '约三分钟，在亚马逊页面上完成。',
    soon: '亚马逊批准本应用后即可连接。现在可以先注册账户。',
  },
  signUp: '注册账户',
  specimen: {
    caption: '店铺记录示例',
    day: '2026年11月22日（太平洋时间）',
    lines: {
      connected: '店主在亚马逊同意授权，连接了店铺。',
      read: '从亚马逊美国站读取了 1,284 个 SKU 的库存，共 26 次调用。',
      opened: '店主打开了“库存”。',
      openedWhy: '1,284 行，截至 06:12。',
      stopped: '店主断开了店铺。',
      stoppedWhy: '读取停止，令牌已销毁。',
    },
  },
  factsLabel: '三件事实',
  facts: [
    {
      title: '不经手任何密钥',
      text: '授权在亚马逊页面上完成，也可在那里收回。本站没有一处接受密钥：误贴的密钥在保存之前就会被拒绝。',
    },
    {
      title: '只读，别无其他',
      text: 'Mint Hub 没有任何途径更改价格、商品信息或订单，也不向亚马逊索取买家的姓名、地址或消息。',
    },
    {
      title: '逐店加密封存',
      text: '授权和数据只用您这家店铺的密钥加密。每把密钥的一半另行保管；销毁这一半，其余便无法再读。',
    },
  ],
  roles: {
    title: '亚马逊会请您允许的权限',
    role: '亚马逊的角色',
    read: '目前读取的内容',
    use: '用途',
    rows: [
      ['亚马逊物流（Amazon Fulfillment）', '库存：可售、入库、预留、不可售', '“库存”页面'],
      ['洞察销售伙伴（Selling Partner Insights）', '店铺名称和站点', '证实连接及其区域'],
      [
        '财务与会计核算（Finance and Accounting）',
        '一页交易记录上的卖家编号；不保留任何金额',
        '确认店铺属于您',
      ],
      ['库存和订单追踪（Inventory and Order Tracking）', '暂不读取', '日后的订单页面'],
    ],
  },
  leave: {
    title: '如何离开',
    steps: [
      '在店铺列表中点击“断开连接”。读取立即停止，令牌随即销毁。',
      '或在亚马逊收回：应用与服务，管理您的应用。亚马逊不会通知我们，我们会在您下次使用时得知。',
      '已读取的数据继续加密封存 30 天，以便您回来；之后其密钥会被销毁。',
    ],
  },
  planned: {
    title: '尚未提供',
    aside: '仅为计划，目前都不能使用',
    items: [
      '待发货订单，以及按账单列出的广告费用',
      '可供您查看并带走店铺记录的页面',
      '按您的请求删除数据，并出具签名回执',
    ],
  },
}
