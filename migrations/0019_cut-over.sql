-- Where an MSP begins to bill from here: the first month, and what it had invoiced by itself for months before and around it.

-- The first month that is prepared. One row at most; who changed it before is in the activity log.
create table cut_over (
  organization_id uuid not null references organization (id),
  first_month date not null,
  set_by text not null,
  set_at timestamptz not null,
  reason text not null,
  primary key (organization_id)
);

alter table cut_over enable row level security, force row level security;
create policy cut_over_isolation on cut_over
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- A ledger's own invoice that a person said to be a client's invoice of a month: that month counts as billed.
create table ledger_match (
  organization_id uuid not null,
  id uuid not null,
  ledger_connection_id text not null,
  client_id text not null,
  period_start date not null,
  document_id text not null,
  document_number text,
  net_total numeric not null,
  currency text not null,
  matched_by text not null,
  matched_at timestamptz not null,
  reason text not null,
  undone_by text,
  undone_at timestamptz,
  undone_reason text,
  primary key (organization_id, id),
  foreign key (organization_id, ledger_connection_id) references connection (organization_id, id)
);
-- A document stands for one month of one client.
create unique index ledger_match_of_document on ledger_match (organization_id, ledger_connection_id, document_id)
  where undone_at is null;

alter table ledger_match enable row level security, force row level security;
create policy ledger_match_isolation on ledger_match
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- A matched document is a posting that nobody approved and that was never sent.
alter table posting add column match_id uuid;
alter table posting add foreign key (organization_id, match_id) references ledger_match (organization_id, id);
alter table posting drop constraint posting_is_approved;
alter table posting add constraint posting_is_approved check (num_nonnulls(approval_id, credit_id, match_id) = 1);
