import type { BrowserContext, Request, Response } from 'playwright-core'

/** An answer as the browser received it. `body` is undefined where there is none to read: a redirect, say. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body: Buffer | undefined
}

/** A request as it left the browser, without what Chromium adds below it. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Everything that passes between a browser and the network, from now on. Call `settle` before reading it. */
export interface Recording {
  readonly received: readonly Received[]
  readonly sent: readonly Sent[]
  readonly settle: () => Promise<void>
}

/** Starts recording every page of a context. */
export function record(context: BrowserContext): Recording {
  const received: Received[] = []
  const sent: Sent[] = []
  const pending: Promise<unknown>[] = []
  context.on('request', (request) => {
    pending.push(headersOf(request).then((headers) => sent.push({ method: request.method(), url: request.url(), headers })))
  })
  context.on('response', (response) => {
    pending.push(
      Promise.all([response.headersArray(), bodyOf(response)]).then(([headers, body]) =>
        received.push({ method: response.request().method(), url: response.url(), status: response.status(), headers, body }),
      ),
    )
  })
  return {
    received,
    sent,
    settle: async () => {
      await Promise.all(pending)
    },
  }
}

const headersOf = (request: Request): Promise<Readonly<Record<string, string>>> =>
  request.allHeaders().catch(() => request.headers())

/** Asked for at once: Chromium drops a body when the next page is loaded. */
const bodyOf = (response: Response): Promise<Buffer | undefined> => response.body().catch(() => undefined)
