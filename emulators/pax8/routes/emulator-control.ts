import { messageOf } from '../../../src/support/failure.ts'
import { jsonResponse, type Pax8App } from '../call.ts'
import type { Pax8Context } from '../context.ts'

/** The switches over HTTP, beside the vendor's own paths. Each call answers with the switches as they then stand. */
export function emulatorControlRoutes(app: Pax8App, { faults }: Pax8Context): void {
  const answer = (): Response => jsonResponse(JSON.stringify(faults.switches))

  app.get('/_emulator/faults', answer)
  app.post('/_emulator/faults/reset', () => {
    faults.reset()
    return answer()
  })
  app.post('/_emulator/faults', async (context) => {
    try {
      const change: unknown = JSON.parse(await context.req.text())
      faults.setFromOutside(change)
    } catch (error) {
      return jsonResponse(JSON.stringify({ error: messageOf(error) }), 400)
    }
    return answer()
  })
}
