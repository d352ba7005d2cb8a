import type { Dispatcher } from 'undici'

/** One request and its answer as they went over the wire. */
export type Exchange = {
  method: string
  path: string
  requestHeaders: Record<string, string>
  requestBody: string | null
  status: number
  answerHeaders: Record<string, string>
  answerBody: string
}

const plain = (headers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))

/** Keeps every exchange of a client; given to it as `interceptor`. */
export function recorder(): { exchanges: Exchange[]; interceptor: Dispatcher.DispatcherComposeInterceptor } {
  const exchanges: Exchange[] = []
  const interceptor: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    const { method, path, headers, body } = options
    const exchange: Exchange = {
      method,
      path,
      requestHeaders: plain(headers ?? {}),
      requestBody: typeof body === 'string' ? body : null,
      status: 0,
      answerHeaders: {},
      answerBody: '',
    }
    const chunks: Buffer[] = []
    return dispatch(options, {
      onRequestStart: (controller, context: unknown) => handler.onRequestStart?.(controller, context),
      onResponseStart(...args) {
        const [, status, answerHeaders] = args
        exchange.status = status
        exchange.answerHeaders = plain(answerHeaders)
        handler.onResponseStart?.(...args)
      },
      onResponseData(controller, chunk) {
        chunks.push(chunk)
        handler.onResponseData?.(controller, chunk)
      },
      onResponseEnd(controller, trailers) {
        exchange.answerBody = Buffer.concat(chunks).toString('utf8')
        exchanges.push(exchange)
        handler.onResponseEnd?.(controller, trailers)
      },
      onResponseError: (...args) => handler.onResponseError?.(...args),
    })
  }
  return { exchanges, interceptor }
}
