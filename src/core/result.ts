/** An expected outcome as plain data, so that it survives object RPC. Exceptions are bugs. */
export type Result<T, F> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: F }

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

export const fail = <F>(fault: F): { readonly ok: false; readonly fault: F } => ({ ok: false, fault })

/** Makes a `switch` over a closed union exhaustive at compile time and loud at run time. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`)
}
