import { app } from './app.tsx'
import type { Env } from './env.ts'
import { queue } from './queue.ts'
import { scheduled } from './schedule.ts'

export { PlatformObject, StoreObject } from './objects.ts'

export default { fetch: app.fetch, queue, scheduled } satisfies ExportedHandler<Env>
