import type { Endpoint } from './endpoint.ts'
import { deleteClientApproval } from './routes/delete-client-approval.ts'
import { deleteJob } from './routes/delete-job.ts'
import { deleteSession } from './routes/delete-session.ts'
import { deleteSessions } from './routes/delete-sessions.ts'
import { deleteToken } from './routes/delete-token.ts'
import { getActivitySummary } from './routes/get-activity-summary.ts'
import { getActivity } from './routes/get-activity.ts'
import { getClientInvoice } from './routes/get-client-invoice.ts'
import { getConfig } from './routes/get-config.ts'
import { getConfigDiff } from './routes/get-config-diff.ts'
import { getConfigSuggestion } from './routes/get-config-suggestion.ts'
import { getConfigVersion } from './routes/get-config-version.ts'
import { getConfigVersions } from './routes/get-config-versions.ts'
import { getEvents } from './routes/get-events.ts'
import { getJobs } from './routes/get-jobs.ts'
import { getLineWhy } from './routes/get-line-why.ts'
import { deleteMonthDecisions } from './routes/delete-month-decisions.ts'
import { getClientStatement } from './routes/get-client-statement.ts'
import { getClientStatementPdf } from './routes/get-client-statement-pdf.ts'
import { getCarryChoices } from './routes/get-carry-choices.ts'
import { postDecisionPreview } from './routes/post-decision-preview.ts'
import { postMonthDecisions } from './routes/post-month-decisions.ts'
import { deleteMonthClosing } from './routes/delete-month-closing.ts'
import { getMonthClosePack } from './routes/get-month-close-pack.ts'
import { getMonthDifference } from './routes/get-month-difference.ts'
import { getMonthDifferences } from './routes/get-month-differences.ts'
import { getMonthQuantities } from './routes/get-month-quantities.ts'
import { getWriteOffLimits } from './routes/get-write-off-limits.ts'
import { postMonthTieOut } from './routes/post-month-tie-out.ts'
import { postWriteOffLimits } from './routes/post-write-off-limits.ts'
import { getMonthTieOut } from './routes/get-month-tie-out.ts'
import { postMonthClosing } from './routes/post-month-closing.ts'
import { getMonthChanges } from './routes/get-month-changes.ts'
import { getMonthOverview } from './routes/get-month-overview.ts'
import { getMonthPostings } from './routes/get-month-postings.ts'
import { getMappings } from './routes/get-mappings.ts'
import { getMonthReview } from './routes/get-month-review.ts'
import { getRunDiff } from './routes/get-run-diff.ts'
import { getRuns } from './routes/get-runs.ts'
import { getSession } from './routes/get-session.ts'
import { getSessions } from './routes/get-sessions.ts'
import { getSetup } from './routes/get-setup.ts'
import { getTokens } from './routes/get-tokens.ts'
import { getUsers } from './routes/get-users.ts'
import { postConfig } from './routes/post-config.ts'
import { postConfigPlan } from './routes/post-config-plan.ts'
import { postMonthPostings } from './routes/post-month-postings.ts'
import { postPostingsStop } from './routes/post-postings-stop.ts'
import { postMappingProposal } from './routes/post-mapping-proposal.ts'
import { patchUser } from './routes/patch-user.ts'
import { postLedgerNotice } from './routes/post-ledger-notice.ts'
import { postPassword } from './routes/post-password.ts'
import { postRunApprovals } from './routes/post-run-approvals.ts'
import { postRuns } from './routes/post-runs.ts'
import { postSession } from './routes/post-session.ts'
import { postSetup } from './routes/post-setup.ts'
import { postTokens } from './routes/post-tokens.ts'
import { postUsers } from './routes/post-users.ts'
import { postWhatIf } from './routes/post-what-if.ts'
import { deleteFlagAcceptance } from './routes/delete-flag-acceptance.ts'
import { postFlagAcceptances } from './routes/post-flag-acceptances.ts'
import { getClient } from './routes/get-client.ts'
import { getSubscriptions } from './routes/get-subscriptions.ts'
import { postClientNotes } from './routes/post-client-notes.ts'
import { deleteConnection } from './routes/delete-connection.ts'
import { getConnections } from './routes/get-connections.ts'
import { postConnectionCheck } from './routes/post-connection-check.ts'
import { postConnectionSyncs } from './routes/post-connection-syncs.ts'
import { postConnections } from './routes/post-connections.ts'
import { postConsentAnswer } from './routes/post-consent-answer.ts'
import { postConsents } from './routes/post-consents.ts'

/** All endpoints, in the order of the documentation. */
export const endpoints: readonly Endpoint[] = [
  getSetup,
  postSetup,
  postSession,
  getSession,
  deleteSession,
  getSessions,
  deleteSessions,
  postPassword,
  postLedgerNotice,
  getTokens,
  postTokens,
  deleteToken,
  getUsers,
  postUsers,
  patchUser,
  getActivity,
  getActivitySummary,
  getConnections,
  postConnections,
  postConsents,
  postConsentAnswer,
  postConnectionCheck,
  postConnectionSyncs,
  deleteConnection,
  getClient,
  postClientNotes,
  getSubscriptions,
  getRuns,
  postRuns,
  getRunDiff,
  getJobs,
  deleteJob,
  getEvents,
  getMonthOverview,
  getMonthChanges,
  getMonthReview,
  getClientInvoice,
  getLineWhy,
  postRunApprovals,
  deleteClientApproval,
  postFlagAcceptances,
  deleteFlagAcceptance,
  getMonthTieOut,
  getMonthDifferences,
  getMonthQuantities,
  postMonthTieOut,
  getWriteOffLimits,
  postWriteOffLimits,
  getMonthDifference,
  getCarryChoices,
  postDecisionPreview,
  postMonthDecisions,
  deleteMonthDecisions,
  postMonthClosing,
  deleteMonthClosing,
  getMonthClosePack,
  getClientStatement,
  getClientStatementPdf,
  getConfig,
  getConfigSuggestion,
  getConfigVersions,
  getConfigVersion,
  getConfigDiff,
  postConfigPlan,
  postConfig,
  getMonthPostings,
  postMonthPostings,
  postPostingsStop,
  getMappings,
  postMappingProposal,
  postWhatIf,
]
