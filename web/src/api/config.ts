import { z } from 'zod'
import { ApiFailure, request } from './request.ts'

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)
const decimalText = z.string().regex(/^-?\d+(?:\.\d+)?$/)

const version = z.object({
  version: z.number().int(),
  effectiveFrom: z.string(),
  recordedAt: z.string(),
  recordedBy: z.string(),
  sha256: z.string(),
})
export type ConfigVersion = z.infer<typeof version>
const versionText = version.extend({ yaml: z.string() })
export type ConfigText = z.infer<typeof versionText>

export const diffLine = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  before: optional(z.number().int()),
  after: optional(z.number().int()),
  text: z.string(),
})
export type DiffLine = z.infer<typeof diffLine>
const hunks = z.array(z.array(diffLine))

const clientEffect = z.object({
  clientId: z.string(),
  clientName: z.string(),
  currency: z.string(),
  totalNow: optional(decimalText),
  totalThen: optional(decimalText),
  change: decimalText,
  blockedNow: z.boolean(),
  blockedThen: z.boolean(),
  blockedBy: z.array(z.string()),
})
export type ClientEffect = z.infer<typeof clientEffect>

const plan = z.object({ month: z.string(), effects: z.array(clientEffect), warnings: z.array(z.string()), hunks })
export type ConfigPlan = z.infer<typeof plan>

const applied = z.object({ version, isNew: z.boolean(), warnings: z.array(z.string()) })
export type AppliedConfig = z.infer<typeof applied>

const problem = z.object({ line: z.number().int(), key: z.string(), message: z.string() })
export type ConfigProblem = z.infer<typeof problem>

/** The newest version; undefined where there is none yet. */
export async function getConfig(): Promise<ConfigText | null> {
  const { current } = await request('/config', z.object({ current: versionText.nullable() }))
  return current
}

/** A first config, proposed from what was synced. */
export async function getConfigSuggestion(): Promise<string> {
  return (await request('/config/suggestion', z.object({ yaml: z.string() }))).yaml
}

/** Newest first. */
export async function getConfigVersions(): Promise<readonly ConfigVersion[]> {
  const { versions } = await request('/config/versions', z.object({ versions: z.array(version) }))
  return versions
}

export function getConfigDiff(before: number, after: number): Promise<{ readonly hunks: readonly DiffLine[][] }> {
  return request(`/config/versions/${String(before)}/diff/${String(after)}`, z.object({ hunks }))
}

/** What a config would change in money on a month; stores nothing. */
export function planConfig(yaml: string, month: string | undefined): Promise<ConfigPlan> {
  return request('/config/plan', plan, { method: 'POST', body: { yaml, ...(month === undefined ? {} : { month }) } })
}

export function applyConfig(config: {
  readonly yaml: string
  readonly basedOn: number
  readonly effectiveFrom?: string
}): Promise<AppliedConfig> {
  return request('/config', applied, { method: 'POST', body: config })
}

/** What is wrong with a config, each at its line; empty where the failure is another. */
export function problemsOf(error: Error | null): readonly ConfigProblem[] {
  if (!(error instanceof ApiFailure) || error.code !== 'config.invalid') return []
  const read = z.array(problem).safeParse(error.details)
  return read.success ? read.data : []
}
