import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { leaveBehind } from './leave-behind.ts'

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../src/index.ts')
    }
    interface Env extends AppBindings {
      TEST_MIGRATIONS: Parameters<typeof applyD1Migrations>[1]
    }
  }
}
type AppBindings = import('../src/env.ts').Env

await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
await leaveBehind()
