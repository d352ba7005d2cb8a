import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from 'undici'

/** A request ready for the wire. */
export type Outgoing = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path and query. */
  target: string
  headers: Record<string, string>
  body: string | null
}

/** What came back, decoded. Of a repeated header the first value counts. */
export type Incoming = { status: number; headers: Record<string, string | undefined>; text: string }

/** Whether the request has left for the cloud; it is written to while the exchange runs. */
export type Departure = { sent: boolean }

/** An answer that is not read: too large, or in an encoding that nobody asked for. */
export class Unreadable extends Error {}

type Handler = Dispatcher.DispatchHandler

/** Tells when a connection stands and the request is about to be written to it. */
const noticing =
  (depart: () => void): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler: Handler) =>
    dispatch(options, {
      onRequestStart(controller, context: unknown) {
        depart()
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })

const DECODERS = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

function decoded(body: Readable, encoding: string): Readable {
  if (encoding === '' || encoding === 'identity') return body
  const decoder = DECODERS.get(encoding)?.()
  if (decoder === undefined) {
    // Nobody reads it, so nobody else would hear of its end.
    body.on('error', () => undefined).destroy()
    throw new Unreadable('an answer in an unknown content encoding')
  }
  // The reader of the decoder sees the failure; the callback only keeps it from being thrown a second time.
  return pipeline(body, decoder, () => undefined)
}

async function read(body: Readable, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the body and with it the connection.
    if (size > maxBytes) throw new Unreadable(`an answer of more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** One request and its whole answer. Redirects are answers like any other. */
export async function exchange(
  dispatcher: Dispatcher,
  outgoing: Outgoing,
  { signal, departure, maxBytes }: { signal: AbortSignal; departure: Departure; maxBytes: number },
): Promise<Incoming> {
  const depart = (): void => {
    if (!signal.aborted) departure.sent = true
  }
  const { method, target: path, headers: sent, body } = outgoing
  const answer = await dispatcher.compose(noticing(depart)).request({ method, path, headers: sent, body, signal })

  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(answer.headers)) headers[name] = Array.isArray(value) ? value[0] : value
  const text = await read(decoded(answer.body, headers['content-encoding']?.trim().toLowerCase() ?? ''), maxBytes)
  return { status: answer.statusCode, headers, text }
}
