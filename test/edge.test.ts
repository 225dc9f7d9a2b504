import { expect, test } from 'vitest'

const SIMULATOR = 'http://127.0.0.1:8788'

test('the simulator answers at the edge of the network, on both of its ports', async () => {
  for (const origin of [SIMULATOR, 'http://127.0.0.1:8789']) {
    const answer = await fetch(`${origin}/`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Simulator. Nothing here is Amazon')
  }
})

test.each(['https://api.amazon.com/auth/o2/token', 'https://example.com/', 'http://localhost:8788/'])(
  'no test reaches %s',
  async (url) => {
    await expect(fetch(url)).rejects.toThrow(/a test tried to reach/)
  },
)
