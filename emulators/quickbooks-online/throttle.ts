import type { EmulatorSettings } from './settings.ts'

/** Counts calls in sliding windows of the emulator's clock. */
export class Throttle {
  readonly #limits: EmulatorSettings['limits']
  readonly #windows = new Map<string, number[]>()

  constructor(limits: EmulatorSettings['limits']) {
    this.#limits = limits
  }

  /** True when the call is within every limit; then it counts. A refused call does not count. */
  admits(call: { realmId: string; clientId: string; isBatch: boolean; now: Date }): boolean {
    if (this.#limits === 'off') return true
    const now = call.now.getTime()
    const windows = [
      { key: `minute ${call.realmId}`, most: this.#limits.requestsPerMinute, length: 60_000 },
      { key: `second ${call.realmId} ${call.clientId}`, most: this.#limits.requestsPerSecond, length: 1_000 },
    ]
    if (call.isBatch) {
      windows.push({
        key: `batch ${call.realmId} ${call.clientId}`,
        most: this.#limits.batchesPerMinute,
        length: 60_000,
      })
    }
    const counted = windows.map((window) => ({ ...window, times: this.#recent(window.key, now, window.length) }))
    if (counted.some(({ times, most }) => times.length >= most)) return false
    for (const { times } of counted) times.push(now)
    return true
  }

  /** The times that still count; a clock set back must not leave calls counted for ever. */
  #recent(key: string, now: number, length: number): number[] {
    const times = (this.#windows.get(key) ?? []).filter((time) => Math.abs(now - time) < length)
    this.#windows.set(key, times)
    return times
  }
}
