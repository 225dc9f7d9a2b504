/** So much of what is packed is given to the platform at a time: even a thousandfold it is some megabytes unpacked. */
const STEP_BYTES = 16_384

/** So much is read at a time: the platform's own four kilobytes would be a thousand waits for a report. */
const READ_BYTES = 65_536

/**
 * Unpacks in step with whoever reads. The platform's own stream takes all that it is given and keeps what that unpacks
 * to, however slow its reader is: of a document that arrives faster than it is read, all of it. Here the next step is
 * given only when what the last came to is taken. Throws what `packed` throws, and for what is not of that format or
 * ends too soon.
 */
export async function* unpacked(
  packed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  format: 'gzip' | 'deflate-raw',
): AsyncGenerator<Uint8Array, void> {
  const { readable, writable } = new DecompressionStream(format)
  const [reader, writer] = [readable.getReader({ mode: 'byob' }), writable.getWriter()]
  const read = () => toldLater(reader.read(new Uint8Array(READ_BYTES)))
  let next = read()
  try {
    for await (const piece of packed) {
      for (let from = 0; from < piece.length; from += STEP_BYTES) {
        const given = toldLater(writer.write(piece.slice(from, from + STEP_BYTES)))
        for (;;) {
          const taken = await Promise.race([next, given.then(aTurn)])
          if (taken === undefined || taken.done) break
          next = read()
          yield taken.value
        }
      }
    }
    const closed = toldLater(writer.close())
    for (let taken = await next; !taken.done; taken = await next) {
      next = read()
      yield taken.value
    }
    await closed
  } finally {
    await Promise.allSettled([reader.cancel(), writer.abort()])
  }
}

/** Both sides of a stream say what is wrong with it: whichever is awaited first tells it, and the other is nobody's surprise. */
function toldLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

/** What is unpacked already reaches its reader within one turn of the event loop. */
const aTurn = () => new Promise<undefined>((resolve) => setTimeout(resolve, 0, undefined))
