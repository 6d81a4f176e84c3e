import { createManualClock, type ManualClock } from '../../src/support/clock.ts'
import { parseJson, stringifyJson } from '../../src/support/json.ts'
import type { QboCompany } from './company.ts'
import type { CompanyPreferencesInput } from './company-preferences.ts'
import { createQuickBooksOnlineEmulator, type QuickBooksOnlineEmulator } from './server.ts'
import type { EmulatorSettingsInput } from './settings.ts'
import { isJsonObject, listAt, objectAt, textAt, type JsonObject } from './state/json-object.ts'

export const sceneRealmId = '9341453000000001'

/** One answer of the emulator, read whole. */
export interface SceneAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body, when it is a JSON object. */
  readonly json: JsonObject
}

/** A running emulator with one company, one customer (1), one item (1) and a valid token: where most tests begin. */
export interface Scene {
  readonly clock: ManualClock
  readonly emulator: QuickBooksOnlineEmulator
  readonly company: QboCompany
  readonly url: string
  readonly accessToken: string
  get(path: string): Promise<SceneAnswer>
  post(path: string, body: unknown): Promise<SceneAnswer>
  query(text: string): Promise<SceneAnswer>
  readonly close: () => Promise<void>
}

export async function openScene(
  options: {
    start?: string
    settings?: EmulatorSettingsInput
    preferences?: Partial<CompanyPreferencesInput>
    journalFile?: string
  } = {},
): Promise<Scene> {
  const clock = createManualClock(new Date(options.start ?? '2026-12-01T18:00:00Z'))
  const emulator = createQuickBooksOnlineEmulator({
    clock,
    journalFile: options.journalFile,
    settings: { limits: 'off', ...options.settings },
  })
  const company = emulator.company(sceneRealmId)
  company.setPreferences(options.preferences ?? {})
  if (company.contents().length === 0 && options.journalFile === undefined) {
    company.addCustomer({ DisplayName: 'Bear Creek Winery' })
    company.addItem({ Name: 'Microsoft 365 Business Standard' })
  }
  const { url, close } = await emulator.listen()
  const { accessToken } = company.issueTokens()
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' }
  const base = `${url}/v3/company/${sceneRealmId}`
  const get = async (path: string): Promise<SceneAnswer> => readAnswer(await fetch(`${base}${path}`, { headers }))
  return {
    clock,
    emulator,
    company,
    url,
    accessToken,
    close,
    get,
    query: (text) => get(`/query?query=${encodeURIComponent(text)}`),
    post: async (path, body) =>
      readAnswer(
        await fetch(`${base}${path}`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : stringifyJson(body),
        }),
      ),
  }
}

export async function readAnswer(response: Response): Promise<SceneAnswer> {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== ''
  const parsed = isJson ? parseJson(text) : {}
  return { status: response.status, headers: response.headers, text, json: isJsonObject(parsed) ? parsed : {} }
}

/** The codes of the errors in a fault, wherever the vendor put it. */
export function faultCodes(answer: SceneAnswer): readonly (string | undefined)[] {
  return listAt(objectAt(answer.json, 'Fault'), 'Error').map((error) => textAt(error, 'code'))
}

/** 18 seats at 22.00, taxable unless said otherwise: 396.00. */
export function seatsLine(
  detail: Readonly<Record<string, unknown>> = {},
  line: Readonly<Record<string, unknown>> = {},
): object {
  return {
    DetailType: 'SalesItemLineDetail',
    Amount: 396,
    Description: 'Microsoft 365 Business Standard',
    SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 18, UnitPrice: 22, TaxCodeRef: { value: 'NON' }, ...detail },
    ...line,
  }
}

export function invoiceBody(changes: Readonly<Record<string, unknown>> = {}): JsonObject {
  return { CustomerRef: { value: '1' }, TxnDate: '2026-11-30', Line: [seatsLine()], ...changes }
}
