import type { BrowserContext, Page, Request, Response } from 'playwright-core'

/** The head of an answer as the browser received it, cookies included. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

/** What an answer held. `body` is undefined where there is none to read: a redirect. */
export interface Body {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly body: Uint8Array | undefined
}

/** A request as it left the browser. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Everything that passes between a browser and the network. Call `settle` before reading it. */
export interface Recording {
  readonly received: readonly Received[]
  readonly bodies: readonly Body[]
  readonly sent: readonly Sent[]
  /** Records what the answers to one page hold; before it goes anywhere. */
  readonly watch: (page: Page) => Promise<void>
  readonly settle: () => Promise<void>
}

/**
 * Starts recording a context's requests and the heads of their answers and, page by page, what these hold. An answer is
 * kept back for the moment that it takes to read it: Chromium drops a body as soon as the next page is loaded.
 */
export function record(context: BrowserContext): Recording {
  const received: Received[] = []
  const bodies: Body[] = []
  const sent: Sent[] = []
  const pending: Promise<unknown>[] = []
  context.on('request', (request) => {
    const entry = headersOf(request).then((headers) => ({
      method: request.method(),
      url: request.url(),
      headers,
    }))
    pending.push(entry.then((it) => sent.push(it)))
  })
  context.on('response', (response) => {
    const method = response.request().method()
    const head = { method, url: response.url(), status: response.status() }
    pending.push(answerHeadersOf(response).then((headers) => received.push({ ...head, headers })))
  })
  const watch = async (page: Page): Promise<void> => {
    const devtools = await context.newCDPSession(page)
    devtools.on('Fetch.requestPaused', ({ requestId, request, responseStatusCode: status = 0 }) => {
      const { method, url } = request
      const bodyRead = devtools.send('Fetch.getResponseBody', { requestId }).then(
        ({ body, base64Encoded }) => Buffer.from(body, base64Encoded ? 'base64' : 'utf8'),
        () => undefined,
      )
      const entry = bodyRead.then(async (body) => {
        bodies.push({ method, url, status, body })
        // A page that was left meanwhile wants its answer no more.
        await devtools.send('Fetch.continueRequest', { requestId }).catch(() => {})
      })
      pending.push(entry)
    })
    await devtools.send('Fetch.enable', { patterns: [{ requestStage: 'Response' }] })
  }
  const settle = async (): Promise<void> => {
    await Promise.all(pending)
  }
  return { received, bodies, sent, watch, settle }
}

/** As they came, or, of a page that has been closed meanwhile, as Chromium told of them first. */
const answerHeadersOf = (response: Response): Promise<Received['headers']> =>
  response
    .headersArray()
    .catch(() => Object.entries(response.headers()).map(([name, value]) => ({ name, value })))

const headersOf = (request: Request): Promise<Readonly<Record<string, string>>> =>
  request.allHeaders().catch(() => request.headers())
