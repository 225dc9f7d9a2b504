import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterAll, beforeAll } from 'vitest'

/**
 * For a file that looks at everything that is kept, or leaves it unusable: its instance begins and ends with empty
 * databases, objects and buckets, as if it had just started. Call it where the file begins.
 */
export function nothingKept(): void {
  const empty = async () => {
    await reset()
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
  }
  beforeAll(empty)
  afterAll(empty)
}
