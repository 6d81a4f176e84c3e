import { Failure } from '../../src/support/failure.ts'

/** One error as it stands in the vendor's `Fault.Error` list. */
export interface FaultError {
  readonly code: string
  readonly message: string
  readonly detail: string
  readonly element?: string | undefined
}

/**
 * How a fault is written. The service itself writes `Fault`; the gateway before it writes lower-case keys
 * (authentication), or XML whatever the caller accepts (throttling).
 */
export type FaultShape = 'service' | 'gateway' | 'gateway-xml'

/** An answer that refuses, thrown by whatever finds the reason. */
export class VendorFault extends Failure {
  override readonly code = 'quickbooks-online-emulator.vendor-fault'
  readonly status: number
  readonly type: string
  readonly shape: FaultShape
  readonly errors: readonly FaultError[]

  constructor(errors: readonly FaultError[], options: { status?: number; type?: string; shape?: FaultShape } = {}) {
    super(errors.map((error) => `${error.code}: ${error.detail}`).join('; '))
    this.errors = errors
    this.status = options.status ?? 400
    this.type = options.type ?? 'ValidationFault'
    this.shape = options.shape ?? 'service'
  }
}

/** Throws one fault that names every error, as the vendor does, or nothing when there is none. */
export function throwIfAny(errors: readonly FaultError[]): void {
  if (errors.length > 0) throw new VendorFault(errors)
}

export const fault = {
  missing: (element: string): FaultError => ({
    code: '2020',
    message: 'Required param missing, need to supply the required value for the API',
    detail: `Required parameter ${element} is missing in the request`,
    element,
  }),
  invalidId: (element: string, value: string): FaultError => ({
    code: '2030',
    message: 'Invalid ID',
    detail: `Id should be a valid number. Supplied value:${value}`,
    element,
  }),
  tooLong: (element: string, most: number, length: number): FaultError => ({
    code: '2050',
    message: 'Invalid String Length',
    detail: `String length specified does not match the supported length. Min:0 Max:${most} supported. Supplied length:${length}`,
    element,
  }),
  numberFormat: (element: string, value: string): FaultError => ({
    code: '2080',
    message: 'Illegal number format',
    detail: `Illegal number format. Supplied value:${value}`,
    element,
  }),
  invalidReference: (element: string, detail: string): FaultError => ({
    code: '2500',
    message: 'Invalid Reference Id',
    detail: `Invalid Reference Id : ${detail}`,
    element,
  }),
  notFound: (): FaultError => ({
    code: '610',
    message: 'Object Not Found',
    detail:
      "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
    element: '',
  }),
  stale: (): FaultError => ({
    code: '5010',
    message: 'Stale Object Error',
    detail:
      'Stale Object Error : You and another user were working on this at the same time. The other user finished before you did, so your work was not saved.',
    element: '',
  }),
  business: (detail: string): FaultError => ({
    code: '6000',
    message: 'A business validation error has occurred while processing your request',
    detail: `Business Validation Error: ${detail}`,
    element: '',
  }),
  periodClosed: (): FaultError => ({
    code: '6210',
    message: 'Account Period Closed, Cannot Update Through Services API',
    detail:
      'The account period has closed and the account books cannot be updated through through the QBO Services API. Please use the QBO website to make these changes.',
    element: '',
  }),
  amountDiffers: (supplied: string): FaultError => ({
    code: '6070',
    message: 'Amount calculation incorrect in the request.',
    detail: `Amount is not equal to UnitPrice * Qty. Supplied value:${supplied}`,
    element: 'Line.Amount',
  }),
  lineTaxCode: (supplied: string): FaultError => ({
    code: '6100',
    message: 'Invalid Line TaxCode in the request',
    detail: `Valid line TaxCodes for US should be TAX or NON. Supplied value:${supplied}`,
    element: 'TaxCodeRef',
  }),
  duplicateNumber: (number: string, type: string, id: string): FaultError => ({
    code: '6140',
    message: 'Duplicate Document Number Error',
    detail: `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${number} is assigned to TxnType=${type} with TxnId=${id}`,
    element: 'DocNumber',
  }),
  duplicateName: (id: string): FaultError => ({
    code: '6240',
    message: 'Duplicate Name Exists Error',
    detail: `The name supplied already exists. : Id=${id}`,
    element: 'Name',
  }),
  duplicateRequest: (): FaultError => ({
    code: '600',
    message: 'Duplicate Request ID',
    detail: 'The request ID already exists: the first request is still being processed, or had another body.',
    element: 'requestid',
  }),
  malformed: (detail: string): FaultError => ({
    code: '2010',
    message: 'Request has invalid or unsupported property',
    detail: `Property Name:${detail} specified is unsupported or invalid`,
  }),
  unsupported: (detail: string): FaultError => ({
    code: '500',
    message: 'Unsupported Operation',
    detail: `Operation ${detail} is not supported.`,
  }),
  queryParser: (detail: string): FaultError => ({
    code: '4000',
    message: 'Error parsing query',
    detail: `QueryParserError: ${detail}`,
  }),
  queryInvalid: (detail: string): FaultError => ({
    code: '4001',
    message: 'Invalid query',
    detail: `QueryValidationError: ${detail}`,
  }),
}
