-- How much of a month a role may write off. Rows are only added; the newest of a role and currency counts. An
-- administrator has no limit; what no row states may not be written off by the others.

create table write_off_limit (
  organization_id uuid not null references organization (id),
  id bigint generated always as identity,
  role text not null check (role in ('operator', 'approver')),
  currency text not null,
  amount numeric not null check (amount >= 0),
  reason text not null check (reason <> ''),
  set_by text not null,
  set_at timestamptz not null,
  primary key (organization_id, id)
);
create index write_off_limit_newest on write_off_limit (organization_id, role, currency, id desc);

alter table write_off_limit enable row level security, force row level security;
create policy write_off_limit_isolation on write_off_limit
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
