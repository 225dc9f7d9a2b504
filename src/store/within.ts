/** What `work` comes to, or `late` if that takes longer than `ms`. The work goes on; no timer outlives the call. */
export async function within<T, const L>(ms: number, work: Promise<T>, late: L): Promise<T | L> {
  const { promise: deadline, resolve } = Promise.withResolvers<L>()
  const timer = setTimeout(() => resolve(late), ms)
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
