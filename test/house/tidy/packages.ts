import * as z from 'zod'
import type { Rule, SourceFile } from './source.ts'

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})
const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).default({}) }),
  ),
})

const textOf = (files: readonly SourceFile[], path: string): string =>
  files.find((file) => file.path === path)?.text ?? '{"packages":{}}'

/** A range would let two clones of the same commit differ. */
export const pinsAreExact: Rule = (files) => {
  const { dependencies, devDependencies, optionalDependencies } = manifest.parse(
    JSON.parse(textOf(files, 'package.json')),
  )
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is pinned as ${version}, not exactly`)
}

/** Two runtimes in one install: tests would not run what `npm start` runs. */
export const oneRuntime: Rule = (files) => {
  const paths = Object.keys(lockfile.parse(JSON.parse(textOf(files, 'package-lock.json'))).packages)
  return ['miniflare', 'workerd', 'wrangler'].flatMap((name) => {
    const copies = paths.filter((path) => path.endsWith(`node_modules/${name}`))
    return copies.length === 1
      ? []
      : [`package-lock.json: ${copies.length} copies of ${name}: ${copies.join(', ')}`]
  })
}

/**
 * npm leaves out of a lockfile what it could not find or had not installed, such as a binary for another system, and
 * `npm ci` then refuses everywhere. Each optional package that a locked one names must be locked as well.
 */
export const lockfileIsComplete: Rule = (files) => {
  const { packages } = lockfile.parse(JSON.parse(textOf(files, 'package-lock.json')))
  const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
  return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `package-lock.json: ${path} names ${name}, which is not locked`),
  )
}
