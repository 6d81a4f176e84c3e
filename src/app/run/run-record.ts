import type { SubscriptionTimeline } from '../../domain/timeline.ts'
import { withOrganization, type Transaction } from '../../store/database.ts'
import { saveRunAnomalies } from '../../store/run-results.ts'
import type { Run } from '../../store/runs.ts'
import type { AppContext } from '../context.ts'
import { InTurn } from './in-turn.ts'
import { runHash } from './run-hash.ts'
import { giveDocumentNumbers, type DocumentNumbers, type NumberRequest } from './give-document-numbers.ts'
import type { HashedAnomaly, LotResult } from './work-lot.ts'

type GiveNumbers = (request: NumberRequest) => Promise<DocumentNumbers>

/** The run can be seen once it is finished, and that commit waits for the disk. */
const isDurableLater = { isDurableAtOnce: false }

/**
 * Puts a run together from its lots. They are worked side by side, but their document numbers are given and their
 * results added in the order of the lots: the run is the same however many are under way at once.
 */
export class RunRecord {
  readonly #context: AppContext
  readonly #run: Run
  readonly #numbering = new InTurn()
  readonly #adding = new InTurn()
  /** The lots that asked for numbers: one without clients does not, and must not be waited for. */
  readonly #numbered = new Set<number>()
  readonly #invoiceMarks: string[] = []
  readonly #anomalyHashes: string[] = []
  /** What no client of the config could be billed for. */
  readonly unclaimed: SubscriptionTimeline[] = []
  clients = 0

  constructor(context: AppContext, run: Run) {
    this.#context = context
    this.#run = run
  }

  /** Has a lot worked and adds what came of it. @throws what any lot before it failed with. */
  async add(lot: number, work: (giveNumbers: GiveNumbers) => Promise<LotResult>): Promise<void> {
    try {
      const result = await work((request) => {
        this.#numbered.add(lot)
        return this.#numbering.pass(lot, () => this.#giveNumbers(request))
      })
      if (!this.#numbered.has(lot)) await this.#numbering.pass(lot, () => Promise.resolve())
      await this.#adding.pass(lot, () => this.#addResult(result))
    } catch (error) {
      this.#numbering.break(error)
      this.#adding.break(error)
      throw error
    }
  }

  async #giveNumbers(request: NumberRequest): Promise<DocumentNumbers> {
    const { database, organization } = this.#context
    const give = (tx: Transaction): Promise<DocumentNumbers> => giveDocumentNumbers(tx, this.#run, request)
    return withOrganization(database, organization.id, give, isDurableLater)
  }

  async #addResult({ invoiceMarks, anomalies, unclaimed }: LotResult): Promise<void> {
    await this.addAnomalies(anomalies)
    this.#invoiceMarks.push(...invoiceMarks)
    this.unclaimed.push(...unclaimed)
    this.clients += invoiceMarks.length
  }

  async addAnomalies(anomalies: readonly HashedAnomaly[]): Promise<void> {
    const { database, organization } = this.#context
    const first = this.#anomalyHashes.length
    if (anomalies.length > 0) {
      await withOrganization(
        database,
        organization.id,
        (tx) => saveRunAnomalies(tx, this.#run.id, first, anomalies),
        isDurableLater,
      )
    }
    this.#anomalyHashes.push(...anomalies.map((anomaly) => anomaly.sha256))
  }

  hash(): string {
    return runHash(this.#invoiceMarks, this.#anomalyHashes)
  }
}
