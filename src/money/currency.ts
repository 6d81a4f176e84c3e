/** An ISO 4217 code, such as `USD`. */
export type Currency = string

const twoPlaces =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP ' +
  'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR ' +
  'KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN ' +
  'PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD ' +
  'TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG'
const noPlaces = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const threePlaces = 'BHD IQD JOD KWD LYD OMR TND'

const minorUnits: ReadonlyMap<string, number> = new Map([
  ...twoPlaces.split(' ').map((code) => [code, 2] as const),
  ...noPlaces.split(' ').map((code) => [code, 0] as const),
  ...threePlaces.split(' ').map((code) => [code, 3] as const),
])

export function isCurrency(code: string): boolean {
  return minorUnits.has(code)
}

/**
 * How many decimal places an amount of this currency has on an invoice (ISO 4217's minor unit).
 * The table is ours, not the run time's, so that every Node version gives the same bytes.
 * @throws {RangeError} for a code that is no currency in use.
 */
export function minorUnitsOf(currency: Currency): number {
  const places = minorUnits.get(currency)
  if (places === undefined) throw new RangeError(`"${currency}" is not an ISO 4217 currency code.`)
  return places
}
