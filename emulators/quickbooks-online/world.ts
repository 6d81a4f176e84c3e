import type { Clock } from '../../src/support/clock.ts'
import { NotFound } from '../../src/support/failure.ts'
import { QboCompany } from './company.ts'
import { CompanyService } from './requests/company-service.ts'
import type { EmulatorSettings } from './settings.ts'
import { RowStore } from './state/row-store.ts'
import { FaultPlan } from './trouble/fault-plan.ts'

/** Everything one emulator holds: its store, its companies, its service, and what shall go wrong. */
export class World {
  readonly clock: Clock
  readonly settings: EmulatorSettings
  readonly store: RowStore
  readonly service: CompanyService
  readonly faults = new FaultPlan()
  readonly #companies = new Map<string, QboCompany>()
  #answers = 0

  constructor(input: { clock: Clock; settings: EmulatorSettings; journalFile: string | undefined }) {
    this.clock = input.clock
    this.settings = input.settings
    this.store = new RowStore(input.journalFile)
    this.service = new CompanyService({ store: this.store, clock: this.clock, settings: this.settings })
  }

  /** The company of that id, founded when it is first asked for. */
  company(realmId: string): QboCompany {
    const known = this.#companies.get(realmId)
    if (known !== undefined) return known
    const { store, clock, settings } = this
    const company = new QboCompany({ realmId, store, clock, settings })
    this.#companies.set(realmId, company)
    return company
  }

  /** @throws {NotFound} when there is no such company yet. */
  existingCompany(realmId: string): QboCompany {
    if (this.store.get('company', realmId) === undefined) {
      throw new NotFound(`There is no company ${realmId}; create it by POST /_emulator/companies/${realmId}.`)
    }
    return this.company(realmId)
  }

  /** The company that consent goes to when none is named: the first one founded. */
  firstRealmId(): string | undefined {
    return this.store.table('company').keys().next().value
  }

  /** What stands on every answer: its own transaction id, under both spellings seen, and the time by the clock. */
  answerHeaders(): Readonly<Record<string, string>> {
    this.#answers += 1
    const now = this.clock.now()
    const seconds = Math.floor(now.getTime() / 1_000).toString(16)
    const tid = `1-${seconds}-${this.#answers.toString(16).padStart(24, '0')}`
    return { intuit_tid: tid, 'intuit-tid': tid, 'qbo-version': '1999.001', Date: now.toUTCString() }
  }

  close(): void {
    this.service.requestIds.close()
    this.store.close()
  }
}
