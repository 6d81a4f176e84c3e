import type { MiddlewareHandler } from 'hono'

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/**
 * No inline script, no frame around us, nothing guessed about what we send; and where browsers reach us by TLS, never
 * without it again.
 */
export function securityHeaders(isSecure: () => boolean): MiddlewareHandler {
  return async (http, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) http.header(name, value)
    if (isSecure()) http.header('strict-transport-security', 'max-age=31536000')
  }
}
