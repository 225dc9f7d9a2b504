import { describe, expect, test } from 'vitest'
import { en } from '../../../src/workspace/reading/copy.en.ts'
import { zh } from '../../../src/workspace/reading/copy.zh.ts'

describe('how old several readings are', () => {
  test('is one English sentence with one capital, those of one age together', () => {
    const together = en.all([en.data.orders, en.data.performance, en.data.sales])
    const read = en.read(together, en.ages.minutes(2))
    expect(en.sentence([read, en.unread(en.all([en.data.charges]))])).toBe(
      'Open orders, performance report and daily sales read 2 minutes ago; charges not read yet.',
    )
  })

  test('is one Chinese sentence', () => {
    const read = zh.read(zh.all([zh.data.inventory, zh.data.planning]), zh.ages.now)
    expect(zh.sentence([read, zh.unread(zh.data.sales)])).toBe(
      '库存、库存规划报告：不到一分钟前读取；每日销售尚未读取。',
    )
  })
})
