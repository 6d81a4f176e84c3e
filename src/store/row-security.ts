import { escapeIdentifier } from 'pg'
import type { ClientBase } from 'pg'
import { z } from 'zod'
import { DatabaseAccessDenied } from './failures.ts'

/** Whoever connects as a superuser works as this role instead: superusers are not bound by row-level security. */
const applicationRole = 'seatledger_app'

const roleLock = '7311520040102'

const currentRole = z.tuple([z.object({ name: z.string(), bypasses: z.boolean(), superuser: z.boolean() })])
const flag = z.tuple([z.object({ value: z.boolean() })])

/**
 * Makes sure that row-level security binds us. Tables force it even on their owner, so an ordinary role needs nothing;
 * for a superuser, or a role with BYPASSRLS, there is a role without these rights and without a login.
 * @returns the role that every connection must take on; `undefined` when it is the one that connects.
 * @throws {DatabaseAccessDenied} when row-level security would not hold and nothing can be done about it.
 */
export async function prepareRole(client: ClientBase, place: string): Promise<string | undefined> {
  const { rows } = await client.query(
    'select rolname as name, rolsuper or rolbypassrls as bypasses, rolsuper as superuser from pg_roles where rolname = current_user',
  )
  const [role] = currentRole.parse(rows)
  if (role.bypasses) await ensureApplicationRole(client, role, place)
  await checkRowSecurity(client, role.bypasses ? applicationRole : role.name, place)
  return role.bypasses ? applicationRole : undefined
}

async function ensureApplicationRole(
  client: ClientBase,
  connecting: { name: string; superuser: boolean },
  place: string,
): Promise<void> {
  if (await isReady(client)) return
  try {
    await client.query('begin')
    // Roles belong to the whole server, so databases that are set up at once would get into each other's way.
    await client.query('select pg_advisory_xact_lock($1::bigint)', [roleLock])
    await createRole(client)
    if (!connecting.superuser) {
      await client.query(`grant ${applicationRole} to ${escapeIdentifier(connecting.name)}`)
    }
    await grantRights(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new DatabaseAccessDenied(
      `The role ${connecting.name} at ${place} is not bound by row-level security and may not create the role ` +
        `${applicationRole} to work as. Connect as an ordinary role that owns the database.`,
      { cause: error },
    )
  }
}

// Other databases of the server may be creating it at this moment, where our lock does not reach.
async function createRole(client: ClientBase): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${applicationRole}') then
      create role ${applicationRole} nologin nosuperuser nobypassrls;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`)
}

async function grantRights(client: ClientBase): Promise<void> {
  const { rows } = await client.query('select quote_ident(current_database()) as name')
  const [database] = z.tuple([z.object({ name: z.string() })]).parse(rows)
  // The right to create is for the schema of the job queue, which makes its own tables.
  await client.query(`grant create on database ${database.name} to ${applicationRole}`)
  await client.query(`grant usage on schema public to ${applicationRole}`)
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${applicationRole}`)
  await client.query(`grant usage on all sequences in schema public to ${applicationRole}`)
}

async function isReady(client: ClientBase): Promise<boolean> {
  const known = await client.query('select from pg_roles where rolname = $1', [applicationRole])
  if (known.rowCount === 0) return false
  const { rows } = await client.query(
    `select pg_has_role(current_user, $1::name, 'member') and has_database_privilege($1::name, current_database(), 'create') and
       bool_and(has_table_privilege($1::name, pg_class.oid, 'select, insert, update, delete')) as value
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    [applicationRole],
  )
  return flag.parse(rows)[0].value
}

/** Asks the server itself, as the role that we shall be. */
async function checkRowSecurity(client: ClientBase, role: string, place: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local role ${escapeIdentifier(role)}`)
    const { rows } = await client.query(
      // Tables without it are not ours: other programs may share the database.
      `select coalesce(bool_and(row_security_active(oid)), false) as value
       from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity`,
    )
    if (flag.parse(rows)[0].value) return
  } finally {
    await client.query('rollback')
  }
  throw new DatabaseAccessDenied(
    `Row-level security does not hold for the role ${role} at ${place}, so organizations would see each other's data. ` +
      'Let one role own the database, all its tables included, and connect as that role.',
  )
}
