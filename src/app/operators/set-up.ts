import { appendActivity } from '../../store/activity.ts'
import { withOrganization, type Database } from '../../store/database.ts'
import { hasOperators } from '../../store/operators.ts'
import type { Organization } from '../../store/organizations.ts'
import { saveSetupLink, takeSetupLink } from '../../store/setup-links.ts'
import { passwordCost, type PasswordCost } from '../../support/password.ts'
import { addOperator, hashNewPassword } from './create-operator.ts'
import { SetupRefused } from './operator-failures.ts'
import { newSecretToken, readSecretToken } from './secret-token.ts'

const linkMilliseconds = 24 * 60 * 60 * 1000

/** The token of a fresh one-time link for the first administrator; undefined where the organization has operators. */
export async function offerSetup(database: Database, organization: Organization): Promise<string | undefined> {
  return withOrganization(database, organization.id, async (tx) => {
    if (await hasOperators(tx)) return undefined
    const token = newSecretToken(organization.id)
    await saveSetupLink(tx, token.sha256, new Date(database.clock.now().getTime() + linkMilliseconds))
    return token.text
  })
}

/**
 * Makes the first administrator. The link counts once, for a day, and only while there is no operator.
 * @returns the organization that he administers. @throws {SetupRefused | OperatorRefused}
 */
export async function setUp(
  database: Database,
  { token: text, name, password }: { readonly token: string; readonly name: string; readonly password: string },
  cost: PasswordCost = passwordCost,
): Promise<string> {
  const token = readSecretToken(text)
  if (token === undefined) throw linkRefused()
  const passwordHash = await hashNewPassword(password, cost)
  const now = database.clock.now()
  await withOrganization(database, token.organizationId, async (tx) => {
    if (!(await takeSetupLink(tx, token.sha256, now)) || (await hasOperators(tx))) throw linkRefused()
    await appendActivity(tx, { at: now, actor: name.trim(), action: 'use-setup-link', subject: 'setup', details: {} })
    await addOperator(tx, { name, role: 'administrator', passwordHash, by: 'the set-up link', now })
  })
  return token.organizationId
}

function linkRefused(): SetupRefused {
  return new SetupRefused(
    'This link was used, is too old, or is not whole. `seatledger serve` prints a new one where nobody can sign in yet.',
  )
}
