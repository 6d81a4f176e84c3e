import { setTimeout as wait } from 'node:timers/promises'

const lookMilliseconds = 1_000
/** After this the browser connects again, and shows its session once more: a session that ended is told nothing. */
const lifeMilliseconds = 120_000
const aliveMilliseconds = 15_000

/**
 * Server-sent events of one name: what `read` gives, each time that it gives something else than before. Real time, and
 * not the clock's: whoever watches waits in it.
 */
export function eventStream(name: string, read: () => Promise<string>, caller: AbortSignal): Response {
  const encoder = new TextEncoder()
  const ended = new AbortController()
  const signal = AbortSignal.any([caller, ended.signal])
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (text: string): void => {
        controller.enqueue(encoder.encode(text))
      }
      void follow(name, read, send, signal).then(() => {
        if (!signal.aborted) controller.close()
      })
    },
    cancel: () => {
      ended.abort()
    },
  })
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
}

async function follow(
  name: string,
  read: () => Promise<string>,
  send: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  send('retry: 1000\n\n')
  let told: string | undefined
  let quiet = 0
  for (let lived = 0; lived < lifeMilliseconds && !signal.aborted; lived += lookMilliseconds) {
    // A database that is gone ends the stream; the browser comes back, and is told by the other requests.
    const state = await read().catch(() => undefined)
    if (state === undefined || isOver(signal)) return
    quiet += lookMilliseconds
    if (state !== told) send(`event: ${name}\ndata: ${state}\n\n`)
    else if (quiet >= aliveMilliseconds) send(': still here\n\n')
    if (state !== told || quiet >= aliveMilliseconds) quiet = 0
    told = state
    await wait(lookMilliseconds, undefined, { signal }).catch(() => undefined)
  }
}

/** Asked anew each time: it changes while something is waited for. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted
}
