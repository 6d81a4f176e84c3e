import { VendorFault } from './vendor-fault.ts'

/** What the gateway before the service answers, each in its recorded shape. */
export const gatewayFault = {
  /** The token is unknown, expired or revoked. The vendor repeats the token here; this emulator does not. */
  tokenExpired: (): VendorFault =>
    new VendorFault(
      [
        {
          code: '3200',
          message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
          detail: 'Token expired',
        },
      ],
      { status: 401, type: 'AUTHENTICATION', shape: 'gateway' },
    ),
  noToken: (): VendorFault =>
    new VendorFault(
      [{ code: '3202', message: 'message=EmptyField; errorCode=003202; statusCode=401', detail: 'oauth_token' }],
      { status: 401, type: 'AUTHENTICATION', shape: 'gateway' },
    ),
  /** The token is good, but for another company. */
  wrongCompany: (): VendorFault =>
    new VendorFault(
      [
        {
          code: '3100',
          message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
          detail: 'The application has no access to this company',
        },
      ],
      { status: 403, type: 'SERVICE', shape: 'gateway' },
    ),
  noRights: (): VendorFault =>
    new VendorFault(
      [
        {
          code: '120',
          message: 'Authorization Failure',
          detail: 'AuthorizationFailure: The user has no access to this company.',
        },
      ],
      { status: 403, type: 'AuthorizationFault' },
    ),
  suspended: (): VendorFault =>
    new VendorFault([
      {
        code: '6190',
        message: 'Invalid Company Status',
        detail:
          'Subscription period has ended or canceled or there was a billing problem : You cannot add or edit data.',
        element: '',
      },
    ]),
  /** Written as XML, whatever the caller accepts. */
  throttled: (): VendorFault =>
    new VendorFault(
      [
        {
          code: '3001',
          message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
          detail: 'The request limit was reached.  Try again later',
        },
      ],
      { status: 429, type: 'SERVICE', shape: 'gateway-xml' },
    ),
  internal: (): VendorFault =>
    new VendorFault(
      [
        {
          code: '10000',
          message: 'An application error has occurred while processing your request',
          detail: 'System Failure Error: unexpected error',
        },
      ],
      { status: 500, type: 'SystemFault' },
    ),
  /** Reported with the invoice created all the same. */
  minus30003: (): VendorFault =>
    new VendorFault([
      {
        code: '6000',
        message: 'A business validation error has occurred while processing your request',
        detail: 'Business Validation Error: Unexpected Internal Error. (-30003)',
      },
    ]),
}
