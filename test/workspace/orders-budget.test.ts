import { beforeEach, describe, expect, test } from 'vitest'
import type { MarketplaceRates, Rate } from '../../src/amazon/performance-report.ts'
import { newId, sweepId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { storeSnapshot } from '../../src/store/figures.ts'
import { standingOf } from '../../src/store/standing.ts'
import { en } from '../../src/workspace/orders/copy.en.ts'
import { zh } from '../../src/workspace/orders/copy.zh.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore } from '../connected.ts'
import { inStore } from '../store/second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

const JP = 'A1VC38T7YXB528'
const day = (text: string): number => Date.parse(text)

const rate = (of: Partial<Rate>): Rate => ({
  count: 0,
  total: 800,
  rate: of.total === 0 ? 0 : (of.count ?? 0) / (of.total ?? 800),
  target: 0.04,
  condition: 'LESS_THAN',
  status: 'GOOD',
  fromMs: day('2026-10-23T00:00:00Z'),
  toMs: day('2026-11-21T23:59:00Z'),
  ...of,
})

/** A store whose performance report says this. */
async function storeWith(rates: Partial<MarketplaceRates>): Promise<ConnectedStore> {
  const store = await connectedStore()
  await inStore(store.id, {}, (context) =>
    storeSnapshot(
      context,
      {
        place: { kind: 'performance', part: JP },
        sweepId: sweepId.parse(newId(systemRandom)),
        epoch: standingOf(context.storage.sql)?.epoch ?? 0,
      },
      { value: { marketplaceId: JP, ...rates }, rows: Object.keys(rates).length },
    ),
  )
  return store
}

async function budgetOf(store: ConnectedStore, language: 'en' | 'zh'): Promise<string> {
  const answer = await store.browser.get(`/stores/${store.id}/orders`, { 'accept-language': language })
  const text = (await answer.text()).replaceAll('&#39;', "'")
  const [, after = ''] = text.split('id="budget"')
  return after.split('</section>')[0] ?? ''
}

const WORDS = [
  ['en', en.budget],
  ['zh', zh.budget],
] as const

describe.each(WORDS)('the error budget in %s', (language, words) => {
  test('says what is left as a headline and as marks, in Amazon’s own numbers and window', async () => {
    const store = await storeWith({ late: rate({ count: 21, total: 812 }) })
    const text = await budgetOf(store, language)
    expect(text).toContain(words.more(words.whats.late, '11', false))
    expect(text).toContain(words.failed.late('21'))
    expect(text.match(/class="m-watch"/g)).toHaveLength(21)
    expect(text.match(/class="m-open"/g)).toHaveLength(11)
    expect(text).toMatch(
      language === 'en' ? /23 Oct 2026 to 21 Nov 2026/ : /2026年10月23日 至 2026年11月21日/,
    )
  })

  test('says a small denominator, a missing rate, and a window without orders', async () => {
    const store = await storeWith({
      late: rate({ count: 1, total: 40 }),
      tracked: rate({ total: 0, condition: 'GREATER_THAN', target: 0.95, status: 'NONE' }),
    })
    const text = await budgetOf(store, language)
    expect(text).toContain(words.last(words.whats.late))
    expect(text).toContain(words.small)
    expect(text.split(words.missing)).toHaveLength(3)
    expect(text).toContain(words.noOrders)
  })

  test('says how far a target is broken, and marks what is beyond it', async () => {
    const store = await storeWith({
      late: rate({ count: 35, total: 812, status: 'BAD' }),
      tracked: rate({ count: 95, total: 100, condition: 'GREATER_THAN', target: 0.95 }),
    })
    const text = await budgetOf(store, language)
    expect(text).toContain(words.beyond(words.whats.late, '3'))
    expect(text).toContain(words.over('3'))
    expect(text.match(/class="m-bad"/g)?.length).toBeGreaterThan(0)
    expect(text).toContain(words.stands.BAD)
    // Exactly 95 % is at least 95 %.
    expect(text).toContain(words.left('0'))
  })

  test('counts no room for a target that is to be equalled, and shows it as Amazon names it', async () => {
    const store = await storeWith({
      late: rate({ count: 21, total: 812 }),
      tracked: rate({ count: 958, total: 1000, condition: 'EQUALS', target: 0.95 }),
    })
    const text = await budgetOf(store, language)
    const [share, target] = words.ofExactly('95.8%', '95%')
    const [, after = ''] = text.split(`${share}</b> ${target}`)
    const [line = 'none'] = after.split('</p>')
    expect(after).not.toBe('')
    // Nobody knows which of the orders went wrong: no count of them stands beside it.
    expect(line).toBe('')
    expect(text).not.toContain('id="rate-tracked"')
    expect(text).toContain('id="rate-late"')
  })
})

describe.each(WORDS)('the headline of the error budget in %s', (language, words) => {
  test('names the rate with the least room, a handful of orders last', async () => {
    const store = await storeWith({
      late: rate({ count: 21, total: 812 }),
      cancelled: rate({ count: 5, total: 316, target: 0.025 }),
      tracked: rate({ count: 958, total: 1000, condition: 'GREATER_THAN', target: 0.95 }),
      defects: rate({ count: 0, total: 30, target: 0.01 }),
    })
    const text = await budgetOf(store, language)
    expect(text).toContain(words.more(words.whats.cancelled, '2', false))
    // Where none may go wrong and none has, there is no mark, nor a drawing of none.
    expect(text).not.toContain('id="rate-defects"')
    expect(text).toContain(words.left('0'))
  })

  test('says that no rate is in the report, and that nobody shipped anything', async () => {
    expect(await budgetOf(await storeWith({}), language)).toContain(words.noRate)
    const none = await storeWith({ late: rate({ total: 0, status: 'NONE' }) })
    expect(await budgetOf(none, language)).toContain(words.nothing)
  })
})
