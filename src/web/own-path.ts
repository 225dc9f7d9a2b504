const CONTROL_OR_BACKSLASH = /[\p{Cc}\\]/u

/**
 * A path on our own origin, or undefined. Refuses absolute and scheme-relative URLs, control characters and
 * backslashes, which browsers read as slashes, and paths that become scheme-relative once normalized (`/.//host`).
 */
export function ownPath(to: string | undefined, origin: string): string | undefined {
  if (to === undefined || !/^\/(?!\/)/.test(to) || CONTROL_OR_BACKSLASH.test(to)) return undefined
  const url = URL.parse(to, origin)
  if (url === null || url.origin !== origin || url.pathname.startsWith('//')) return undefined
  return url.pathname + url.search
}
