/**
 * The result of some work; or at the first interrupt no result, and the work is left where it is. What it has in the
 * database by then is kept, and what it had begun there and not finished is not: the closing of the database ends it.
 * @throws the signal's reason.
 */
export async function unlessInterrupted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted()
  let stopListening: () => void = () => undefined
  const interrupted = new Promise<never>((_resolve, reject) => {
    const leave = (): void => {
      const reason: unknown = signal.reason
      reject(reason instanceof Error ? reason : new Error('The command was interrupted.'))
    }
    signal.addEventListener('abort', leave, { once: true })
    stopListening = (): void => {
      signal.removeEventListener('abort', leave)
    }
  })
  try {
    return await Promise.race([work(), interrupted])
  } finally {
    stopListening()
  }
}
