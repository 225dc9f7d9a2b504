import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decisionsSayWhenTheyAreWrong, linksLead, settingsAreDocumented } from './house/tidy/documents.ts'
import {
  importsOnlyFromLowerRanks,
  lowFloorsStayNarrow,
  noBarrels,
  noDefaultExports,
  simulatorStandsApart,
  tablesArePrivate,
  zodIsANamespace,
} from './house/tidy/imports.ts'
import { namesSayWhatThingsAre, noPathOfOneMachine } from './house/tidy/names.ts'
import { lockfileIsComplete, oneRuntime, pinsAreExact } from './house/tidy/packages.ts'
import { noInlineStyleOrScript } from './house/tidy/pages.ts'
import { secretSettingsAreReadInFewPlaces, secretsAreRevealedInFewPlaces } from './house/tidy/secrets.ts'
import { filesStayReadable, functionsStayReadable } from './house/tidy/size.ts'
import { type Rule, readTree, type SourceFile } from './house/tidy/source.ts'
import { type Catalog, catalogsMatch } from './house/tidy/words.ts'

const root = join(import.meta.dirname, '..')
const tree = readTree(root)

/** Files written on the spot: a path, then its text. */
const planted = (...pairs: readonly (readonly [path: string, text: string])[]): readonly SourceFile[] =>
  pairs.map(([path, text]) => ({ path, text }))

const lines = (count: number): string => 'one()\n'.repeat(count)

/** Each rule holds for the tree, refuses each planted violation once, and lets what is allowed pass. */
const RULES: readonly {
  readonly name: string
  readonly rule: Rule
  readonly refuses: readonly (readonly SourceFile[])[]
  readonly allows?: readonly SourceFile[]
}[] = [
  {
    name: 'a file imports only from its own folder or a lower rank',
    rule: importsOnlyFromLowerRanks,
    refuses: [
      planted(['src/store/a.ts', "import { x } from '../authorize/b.ts'"]),
      planted(['src/vault/a.ts', "import { x } from '../identity/b.ts'"]),
      planted(['src/audit/a.ts', "import type { X } from '../store/b.ts'"]),
      planted(['src/mail/a.ts', "type X = import('../store/b.ts').X"]),
      planted(['src/mail/a.ts', "const x = await import('../store/b.ts')"]),
      planted(['src/mail/a.ts', "export { x } from '../store/b.ts'"]),
      planted(['src/site/a.tsx', "import { app } from '../app.tsx'"]),
      planted(['src/env.ts', "import { log } from './log.ts'"]),
      planted(['src/newcomer/a.ts', 'export const x = 1']),
    ],
    allows: planted(
      ['src/store/a.ts', "import { seal } from '../vault/b.ts'\nimport { x } from './c.ts'"],
      ['src/workspace/inventory/a.ts', "import { x } from '../activity/b.ts'"],
      ['src/app.tsx', "import { site } from './site/b.tsx'"],
    ),
  },
  {
    name: 'core/, amazon/ and web/ stay narrow',
    rule: lowFloorsStayNarrow,
    refuses: [
      planted(['src/core/a.ts', "import { Hono } from 'hono'"]),
      planted(['src/core/a.ts', "import { log } from '../log.ts'"]),
      planted(['src/amazon/a.ts', "import { log } from '../log.ts'"]),
      planted(['src/web/a.tsx', "import type { Env } from '../env.ts'"]),
      planted(['src/amazon/a.ts', "import { Hono } from 'hono'"]),
    ],
    allows: planted(
      ['src/core/a.ts', "import * as z from 'zod'\nimport { x } from './b.ts'"],
      [
        'src/web/a.tsx',
        "import { Hono } from 'hono'\nimport { html } from 'hono/html'\nimport { x } from '../core/b.ts'",
      ],
    ),
  },
  {
    name: 'tables.ts is private to its folder',
    rule: tablesArePrivate,
    refuses: [planted(['src/store/a.ts', "import { person } from '../identity/tables.ts'"])],
    allows: planted(['src/store/a.ts', "import { store } from './tables.ts'"]),
  },
  {
    name: 'simulator/ and src/ import nothing from each other',
    rule: simulatorStandsApart,
    refuses: [
      planted(['simulator/a.ts', "import { hex } from '../src/core/bytes.ts'"]),
      planted(['src/amazon/a.ts', "import type { Seller } from '../../simulator/sellers.ts'"]),
    ],
  },
  {
    name: 'zod is imported as a namespace',
    rule: zodIsANamespace,
    refuses: [
      planted(['src/core/a.ts', "import { z } from 'zod'"]),
      planted(['src/core/a.ts', "import z from 'zod'"]),
    ],
    allows: planted(
      ['src/core/a.ts', "import * as z from 'zod'"],
      ['src/web/a.ts', "import type { ZodType } from 'zod'"],
    ),
  },
  {
    name: 'no file only passes on the exports of others',
    rule: noBarrels,
    refuses: [
      planted(['src/vault/index.ts', "export * from './seal.ts'\nexport { open } from './open.ts'"]),
      planted(['src/vault/all.ts', "import { seal } from './seal.ts'\nexport { seal }"]),
    ],
    allows: planted(['src/index.ts', "export { StoreObject } from './objects.ts'\nexport default {}"]),
  },
  {
    name: 'no default export but a Worker’s and a configuration’s',
    rule: noDefaultExports,
    refuses: [planted(['src/vault/a.ts', 'export default 1'])],
    allows: planted(['src/index.ts', 'export default {}'], ['vitest.config.ts', 'export default {}']),
  },
  {
    name: 'secrets are revealed in few places',
    rule: secretsAreRevealedInFewPlaces,
    refuses: [
      planted(['src/store/a.ts', 'const x = token.reveal()']),
      planted(['src/store/a.ts', "const x = token['reveal']()"]),
    ],
  },
  {
    name: 'settings that hold secrets are read in few places',
    rule: secretSettingsAreReadInFewPlaces,
    refuses: [
      planted(['src/store/a.ts', 'const x = config.TOKEN_KEYS']),
      planted(['src/site/a.tsx', 'const { LWA_CLIENT_SECRET } = config']),
      planted(['src/site/a.tsx', "const x = config['TOKEN_KEYS']"]),
    ],
  },
  {
    name: 'names say what things are',
    rule: namesSayWhatThingsAre,
    refuses: [
      planted(['src/vault/utils.ts', '']),
      planted(['src/helpers/a.ts', '']),
      planted(['src/vault/a.ts', 'const tokenManager = 1']),
      planted(['src/vault/a.ts', 'function miscThings() {}']),
      planted(['src/vault/a.ts', 'interface CommonFields {}']),
      planted(['src/vault/a.ts', 'const f = (services) => 1']),
    ],
    allows: planted(['src/vault/a.ts', 'const uncommon = node.types.service()']),
  },
  {
    name: 'no file names a path of one machine',
    rule: noPathOfOneMachine,
    refuses: [
      planted(['README.md', `Open ${['', 'home', 'ada', 'mint'].join('/')}`]),
      planted(['scripts/a.mjs', `const x = '${['', 'Users', 'ada'].join('/')}'`]),
    ],
    allows: planted(['README.md', 'See https://example.com/home/page and src/work/a.ts']),
  },
  {
    name: 'files stay under 400 lines',
    rule: filesStayReadable,
    refuses: [planted(['src/a.ts', lines(401)])],
    allows: planted(['src/a.ts', lines(400)], ['package-lock.json', lines(9000)]),
  },
  {
    name: 'functions stay under 70 lines',
    rule: functionsStayReadable,
    refuses: [
      planted(['src/a.ts', `function long() {\n${lines(69)}}`]),
      planted(['src/a.ts', `const long = () => {\n${lines(69)}}`]),
      planted(['src/a.ts', `class A {\n  long() {\n${lines(69)}  }\n}`]),
    ],
    allows: planted(
      ['src/a.ts', `function short() {\n${lines(68)}}`],
      ['test/a.test.ts', `describe('x', () => {\n${lines(200)}})`],
    ),
  },
  {
    name: 'no inline style, script or handler',
    rule: noInlineStyleOrScript,
    refuses: [
      planted(['src/a.tsx', "const x = <p style='color:red'>a</p>"]),
      planted(['src/a.tsx', 'const x = <button onclick="go()">a</button>']),
      planted(['src/a.tsx', 'const x = <button onClick={go}>a</button>']),
      planted(['src/a.tsx', 'const x = <p hx-on:click="go()">a</p>']),
      planted(['src/a.tsx', 'const x = <style>{css}</style>']),
      planted(['src/a.tsx', 'const x = <script>{js}</script>']),
      planted(['src/a.tsx', 'const x = <p hx-vals="js:{a: 1}">a</p>']),
      planted(['src/a.tsx', 'const x = <p hx-trigger="click[ctrlKey]">a</p>']),
      planted(['src/a.tsx', 'const x = <p dangerouslySetInnerHTML={{ __html: y }} />']),
      planted(['src/a.ts', 'const x = html`<p style="color:red">a</p>`']),
      planted(['src/a.ts', 'const x = html`<script>go()</script>`']),
    ],
    allows: planted([
      'src/a.tsx',
      'const x = <><script src="/js/app.js" defer /><p class="style">on=</p></>',
    ]),
  },
  {
    name: 'every binding and variable is documented, and no other',
    rule: settingsAreDocumented,
    refuses: [
      planted(['wrangler.toml', '[vars]\nPUBLIC_ORIGIN = "x"'], ['README.md', '## Configuration\n']),
      planted(['wrangler.toml', '[[r2_buckets]]\nbinding = "KEY_SHARES"']),
      planted(['wrangler.toml', '[[durable_objects.bindings]]\nname = "STORES"']),
      planted(['src/env.ts', 'const v = z.object({ MAIL_URL: loopback })']),
      planted(['src/env.ts', 'interface Env { readonly DB: D1Database }']),
      planted(['README.md', '## Configuration\n\n| `GHOST` | nothing |\n\n## Next\n']),
    ],
    allows: planted(
      ['wrangler.toml', 'name = "app"\n[vars]\nPUBLIC_ORIGIN = "x"'],
      ['README.md', '## Run\n| `NOT_HERE` |\n\n## Configuration\n\n| `PUBLIC_ORIGIN` | x |\n'],
    ),
  },
  {
    name: 'relative links of documents lead somewhere',
    rule: linksLead,
    refuses: [planted(['docs/a.md', 'see [b](../b.md)'])],
    allows: planted(
      ['docs/a.md', '[b](../b.md#part) [c](#here) [d](https://x.y) [e](../docs/)'],
      ['b.md', ''],
    ),
  },
  {
    name: 'decisions are dated and say what would make them wrong',
    rule: decisionsSayWhenTheyAreWrong,
    refuses: [
      planted(['docs/decisions/one.md', '# One\n\n2026-11-22\n\nThis is wrong if it is.\n']),
      planted(['docs/decisions/001-one.md', '# One\n\nThis is wrong if it is.\n']),
      planted(['docs/decisions/001-one.md', '# One\n\n2026-11-22\n\nThe end.\n']),
    ],
    allows: planted([
      'docs/decisions/001-one.md',
      '# One\n\n2026-11-22\n\nThis is wrong if it is,\nor was.\n',
    ]),
  },
  {
    name: 'packages are pinned exactly',
    rule: pinsAreExact,
    refuses: [
      planted(['package.json', '{"dependencies":{"a":"^1.2.3"}}']),
      planted(['package.json', '{"devDependencies":{"a":"latest"}}']),
      planted(['package.json', '{"optionalDependencies":{"a":"1.x"}}']),
    ],
    allows: planted(['package.json', '{"dependencies":{"a":"1.2.3","b":"5.2026.1-beta"}}']),
  },
  {
    name: 'one copy of the runtime is installed',
    rule: oneRuntime,
    refuses: [
      planted([
        'package-lock.json',
        JSON.stringify({
          packages: {
            'node_modules/miniflare': {},
            'node_modules/wrangler': {},
            'node_modules/workerd': {},
            'node_modules/a/node_modules/workerd': {},
          },
        }),
      ]),
    ],
  },
  {
    name: 'the lockfile names every optional package',
    rule: lockfileIsComplete,
    refuses: [
      planted([
        'package-lock.json',
        '{"packages":{"node_modules/a":{"optionalDependencies":{"a-darwin":"1.0.0","a-linux":"1.0.0"}},"node_modules/a-linux":{}}}',
      ]),
    ],
    allows: planted([
      'package-lock.json',
      '{"packages":{"":{"optionalDependencies":{"n":"1.0.0"}},"node_modules/a/node_modules/n":{}}}',
    ]),
  },
]

/** The first planted file: its path and the start of its text. */
const titleOf = ([file]: readonly SourceFile[]): string =>
  `${file?.path} ${file?.text.replaceAll(/\s+/g, ' ').slice(0, 50)}`

describe.each(RULES)('$name', ({ rule, refuses, allows }) => {
  test('holds for the tree', () => {
    expect(rule(tree)).toEqual([])
  })
  test.each(refuses.map((files) => ({ what: titleOf(files), files })))('refuses $what', ({ files }) => {
    expect(rule(files)).toHaveLength(1)
  })
  if (allows !== undefined) {
    test('lets what is allowed pass', () => {
      expect(rule(allows)).toEqual([])
    })
  }
})

describe('both languages say the same things', () => {
  test('holds for the tree', async () => {
    const english = tree.filter((file) => /(?:^|\/)[\w.-]+\.en\.ts$/.test(file.path)).map((file) => file.path)
    expect(english.length).toBeGreaterThan(0)
    expect(catalogsMatch(await Promise.all(english.map(catalogAt)))).toEqual([])
  })

  test.each<[string, unknown, unknown]>([
    ['a missing key', { a: 'one', b: 'two' }, { a: '一' }],
    ['a key too many', { a: 'one' }, { a: '一', b: '二' }],
    ['a missing key below', { a: { b: 'one' } }, { a: {} }],
    ['another kind of value', { a: 'one' }, { a: () => '一' }],
    ['another count of parameters', { a: (x: string) => x }, { a: () => '一' }],
    ['an empty text', { a: 'one' }, { a: ' ' }],
    ['a text left in English', { a: 'Sign in' }, { a: 'Sign in' }],
    ['a list that is shorter', { a: ['one', 'two'] }, { a: ['一'] }],
  ])('refuses %s', (_, en, zh) => {
    expect(catalogsMatch([{ path: 'copy', en, zh }])).toHaveLength(1)
  })

  test('lets names and numbers stay as they are', () => {
    const same = { a: 'SKU', b: '–', c: (x: string) => x }
    expect(catalogsMatch([{ path: 'copy', en: same, zh: same }])).toEqual([])
  })
})

async function catalogAt(path: string): Promise<Catalog> {
  const chinese = path.replace(/\.en\.ts$/, '.zh.ts')
  if (!existsSync(join(root, chinese))) return { path, en: {}, zh: undefined }
  const [{ en }, { zh }] = await Promise.all(
    [path, chinese].map(
      (it): Promise<{ en?: unknown; zh?: unknown }> => import(pathToFileURL(join(root, it)).href),
    ),
  ).then(([one = {}, other = {}]) => [one, other] as const)
  return { path, en, zh }
}
