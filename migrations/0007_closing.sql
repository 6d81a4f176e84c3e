-- What people decide about a tie-out's differences, and the months that they close. Rows are never deleted: a decision
-- that was taken back and a month that was opened again keep who, when and why.

create table tie_out_decision (
  organization_id uuid not null references organization (id),
  id uuid not null,
  -- First day of the month whose tie-out showed the difference.
  month date not null,
  -- What the difference is about, whatever its amount.
  finding_key text not null,
  kind text not null
    check (kind in ('accept', 'carry', 'credit-client', 'write-off', 'internal-use', 'dispute')),
  -- The amount that was decided on: with another one, the decision no longer holds.
  cost numeric not null,
  currency text not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  -- What it puts on client invoices (JSON); null where it puts nothing there.
  carried text,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  primary key (organization_id, id),
  check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null))
);
create unique index tie_out_decision_in_force on tie_out_decision (organization_id, finding_key)
  where withdrawn_at is null;
create index tie_out_decision_by_month on tie_out_decision (organization_id, month, decided_at);

alter table tie_out_decision enable row level security, force row level security;
create policy tie_out_decision_isolation on tie_out_decision
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

create table month_closing (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  period_start date not null,
  period_end date not null,
  closed_at timestamptz not null,
  closed_by text not null,
  note text,
  -- The tie-out that it was closed on.
  tie_out_sha256 text not null,
  config_version integer not null,
  reopened_at timestamptz,
  reopened_by text,
  reopen_reason text,
  primary key (organization_id, id),
  foreign key (organization_id, config_version) references billing_config_version (organization_id, version),
  check ((reopened_at is null) = (reopened_by is null) and (reopened_at is null) = (reopen_reason is null))
);
create unique index month_closing_in_force on month_closing (organization_id, period_start)
  where reopened_at is null;

alter table month_closing enable row level security, force row level security;
create policy month_closing_isolation on month_closing
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
