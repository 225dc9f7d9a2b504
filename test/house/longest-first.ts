import { join } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { ROOT } from '../../scripts/tools.mjs'

/**
 * Files that take longest, in the order in which they begin: those that wait for a real clock, for processes to start or
 * for every await of an object must not be what everything else is waited for at the end.
 */
const FIRST = [
  'test/house/start.test.ts',
  'test/house/grant.test.ts',
  'test/store/load.objects.test.ts',
  'test/store/each-await.objects.test.ts',
  'test/authorize/claims.objects.test.ts',
  'test/workspace/order.objects.test.ts',
  'test/workspace/advertising-page.objects.test.ts',
  'test/store/exchange.objects.test.ts',
  'test/store/calls.objects.test.ts',
  'test/workspace/inventory.test.ts',
  'test/workspace/orders.objects.test.ts',
  'test/workspace/inventory-list.test.ts',
  'test/store/random-operations.objects.test.ts',
  'test/browser/journey.test.ts',
  'test/browser/appstore.test.ts',
  'test/browser/secrets.test.ts',
]

/** Files of one project follow each other, so that those in workerd go on in the instances that are there. */
const PROJECTS = ['house', 'workers', 'pure', 'browser']

/** Those that take long, then the others of each project as vitest orders them: the larger before the smaller. */
export class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = FIRST.findIndex((path) => moduleId === join(ROOT, path))
      return at === -1 ? FIRST.length : at
    }
    const project = (one: TestSpecification): number => PROJECTS.indexOf(one.project.name)
    const sorted = await super.sort(specifications)
    return sorted.toSorted((a, b) => project(a) - project(b) || rank(a) - rank(b))
  }
}
