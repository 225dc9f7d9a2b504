/**
 * Preloaded (`node --import`) into every tool that we start in a process group of its own: when the process that
 * started it is gone, whatever killed it, the whole group ends. This holds where no handler can run: SIGKILL, or
 * SIGHUP to npm alone.
 */
const starter = Number(process.env['ATTACHED_TO'])

/** Our parent may be another tool; it changes when that ends. */
const parent = process.ppid

function isAlive() {
  try {
    return process.kill(starter, 0)
  } catch {
    return false
  }
}

setInterval(() => {
  if (process.ppid !== parent || !isAlive()) process.kill(0, 'SIGKILL')
}, 250).unref()
