-- Billing config, runs and approvals. A config version, a run's results and an approval are never changed once written.

-- ---------------------------------------------------------------------------------------------------------------
-- Billing config
-- ---------------------------------------------------------------------------------------------------------------

create table billing_config_version (
  organization_id uuid not null references organization (id),
  version integer not null check (version > 0),
  -- First billing period that it applies to starts on or after this day.
  effective_from date not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  -- The text as it was applied, comments included.
  source text not null,
  sha256 text not null,
  primary key (organization_id, version)
);

alter table billing_config_version enable row level security, force row level security;
create policy billing_config_version_isolation on billing_config_version
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
-- ---------------------------------------------------------------------------------------------------------------
-- What the ledger holds, as read
-- ---------------------------------------------------------------------------------------------------------------

create table ledger_reading (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  read_at timestamptz not null,
  facts text not null,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create index ledger_reading_newest on ledger_reading (organization_id, connection_id, id desc);

alter table ledger_reading enable row level security, force row level security;
create policy ledger_reading_isolation on ledger_reading
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
-- ---------------------------------------------------------------------------------------------------------------
-- Runs
-- ---------------------------------------------------------------------------------------------------------------

create table run (
  organization_id uuid not null references organization (id),
  id uuid not null,
  -- The operator's short name for it: 1, 2, 3, ...
  number integer not null,
  period_start date not null,
  period_end date not null,
  -- Evidence recorded up to this moment was used, so that the run can be made again from the same.
  evidence_until timestamptz not null,
  as_of date not null,
  config_version integer not null,
  engine_version text not null,
  -- Client ids; null means all.
  clients text[],
  state text not null check (state in ('preparing', 'ready', 'failed')),
  -- Hash over all invoices and anomalies: same input, same hash.
  sha256 text,
  requested_by text not null,
  created_at timestamptz not null,
  ready_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, number),
  foreign key (organization_id, config_version) references billing_config_version (organization_id, version)
);
create index run_by_period on run (organization_id, period_start, number);

alter table run enable row level security, force row level security;
create policy run_isolation on run
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

create table run_invoice (
  organization_id uuid not null,
  run_id uuid not null,
  client_id text not null,
  client_name text not null,
  outcome text not null check (outcome in ('ready', 'blocked', 'nothing-to-bill', 'already-billed')),
  currency text not null,
  total numeric not null,
  previous_total numeric,
  line_count integer not null,
  -- The invoice document (canonical JSON); null where there is nothing to bill.
  invoice text,
  -- The exact bytes that would be posted, and their kind; null where the ledger cannot hold the invoice.
  body text,
  document_kind text,
  document_number text,
  -- Names invoice and body together: what an approval is given to.
  sha256 text,
  primary key (organization_id, run_id, client_id),
  foreign key (organization_id, run_id) references run (organization_id, id)
);

alter table run_invoice enable row level security, force row level security;
create policy run_invoice_isolation on run_invoice
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

create table run_anomaly (
  organization_id uuid not null,
  run_id uuid not null,
  ordinal integer not null,
  client_id text,
  code text not null,
  severity text not null check (severity in ('blocking', 'warning', 'note')),
  anomaly text not null,
  primary key (organization_id, run_id, ordinal),
  foreign key (organization_id, run_id) references run (organization_id, id)
);

alter table run_anomaly enable row level security, force row level security;
create policy run_anomaly_isolation on run_anomaly
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

create table approval (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  client_id text not null,
  -- The hash of exactly what was approved.
  invoice_sha256 text not null,
  approved_by text not null,
  approved_at timestamptz not null,
  note text,
  primary key (organization_id, id),
  unique (organization_id, run_id, client_id),
  foreign key (organization_id, run_id, client_id) references run_invoice (organization_id, run_id, client_id)
);

alter table approval enable row level security, force row level security;
create policy approval_isolation on approval
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
