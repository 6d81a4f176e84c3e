const itself = 'Pax8'
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/**
 * Where a connection reads from, in words. A sandbox's evidence must never stand beside that of the distributor itself;
 * the ports of this very computer change from start to start, and are the same place.
 */
export function pax8Place(settings: unknown): string {
  const baseUrl: unknown =
    typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'baseUrl') : undefined
  if (typeof baseUrl !== 'string') return itself
  const { hostname } = URL.canParse(baseUrl) ? new URL(baseUrl) : { hostname: baseUrl }
  if (hostname === 'api.pax8.com') return itself
  return loopbackHosts.includes(hostname) ? 'an emulator on this computer' : hostname
}
