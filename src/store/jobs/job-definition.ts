import type { z } from 'zod'

/** One kind of job. */
export interface JobDefinition<Payload extends object> {
  /** Checked when a job is put in and again when it is taken out, maybe by another release. Amounts are decimal strings. */
  readonly payload: z.ZodType<Payload>
  /**
   * How long a worker may be silent before its job is given to another one. Workers at work report every third of
   * this, so it bounds how long a killed worker's job lies idle, and not how long a job may take. 30 unless said otherwise.
   */
  readonly leaseSeconds?: number
  /** How often a job that failed, or whose worker was killed, is tried again. 10 unless said otherwise. */
  readonly retryLimit?: number
  /** The wait before the first retry; it doubles with each. 2 unless said otherwise. */
  readonly retryDelaySeconds?: number
}

/** All kinds of jobs, by name. */
export type JobDefinitions<Payloads extends Record<string, object>> = {
  readonly [Name in keyof Payloads]: JobDefinition<Payloads[Name]>
}

export interface Job<Payload> {
  readonly id: string
  readonly payload: Payload
  /** 0 the first time. */
  readonly retries: number
}

/**
 * Does the work of a batch of jobs. When it throws, all of them are tried again later, so work of which a part must not
 * be repeated is done one job at a time. Every job may be run more than once: a worker can be killed after the work and
 * before it could say so.
 * @param signal is aborted when the jobs were given to another worker, or the queue is stopped and cannot wait longer.
 */
export type JobHandler<Payload> = (jobs: readonly Job<Payload>[], signal: AbortSignal) => Promise<void>

/** The settings of {@link JobDefinition} with nothing left open. */
export interface JobSettings {
  readonly leaseSeconds: number
  readonly retryLimit: number
  readonly retryDelaySeconds: number
}

export function jobSettings(definition: Partial<JobSettings>): JobSettings {
  const { leaseSeconds = 30, retryLimit = 10, retryDelaySeconds = 2 } = definition
  return { leaseSeconds, retryLimit, retryDelaySeconds }
}
