-- Flags of a dry run that a person looked at and let stand, once: a flag of other words or other numbers is another one.
-- Rows are never deleted: an acceptance that was taken back keeps who, when and why.

create table flag_acceptance (
  organization_id uuid not null references organization (id),
  id uuid not null,
  period_start date not null,
  -- Null for a flag of the whole month.
  client_id text,
  -- Names the flag: its code, what it is about, and its sentence with the numbers.
  flag_sha256 text not null,
  code text not null,
  message text not null,
  reason text not null check (reason <> ''),
  accepted_by text not null,
  accepted_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  primary key (organization_id, id),
  check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null))
);
create unique index flag_acceptance_in_force on flag_acceptance
  (organization_id, period_start, coalesce(client_id, ''), flag_sha256) where withdrawn_at is null;

alter table flag_acceptance enable row level security, force row level security;
create policy flag_acceptance_isolation on flag_acceptance
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
