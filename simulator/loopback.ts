const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Whether a URL's or Host header's host part names this machine, on any port. */
export const isLoopbackHost = (hostname: string): boolean => LOOPBACK_HOSTS.has(hostname.toLowerCase())

/** Whether the request was addressed to this machine: by its URL, and by its Host header where there is one. */
export function isLoopbackRequest(request: Request): boolean {
  const header = request.headers.get('host')
  return (
    isLoopbackHost(new URL(request.url).hostname) && (header === null || isLoopbackHost(withoutPort(header)))
  )
}

const withoutPort = (host: string): string => host.replace(/:\d+$/, '')

/**
 * Whether an unsafe request may act: it comes from a page of this very origin, or from no page at all (a test,
 * the app, a command line), which sends neither header. A page of another site in the same browser sends one.
 */
export function isOwnRequest(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.get('origin')
  return origin === null || origin === new URL(request.url).origin
}
