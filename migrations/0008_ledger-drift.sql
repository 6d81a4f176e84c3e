-- What the ledger made of postings later on, and how many reads a month its vendor counts.

-- Until when changes in a ledger were looked for.
create table ledger_watch (
  organization_id uuid not null,
  ledger_connection_id text not null,
  watched_until timestamptz not null,
  primary key (organization_id, ledger_connection_id),
  foreign key (organization_id, ledger_connection_id) references connection (organization_id, id)
);

alter table ledger_watch enable row level security, force row level security;
create policy ledger_watch_isolation on ledger_watch
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- A document of ours that somebody changed in the ledger. It is shown and never overwritten; one row for each state.
create table posting_drift (
  organization_id uuid not null,
  posting_id uuid not null,
  -- The ledger's version of the document; empty where it is gone.
  version text not null,
  kind text not null check (kind in ('edited', 'voided', 'deleted', 'paid', 'partly-paid', 'unpaid-again')),
  found_at timestamptz not null,
  -- Where it differs from what was posted, as JSON.
  differences text not null,
  primary key (organization_id, posting_id, version, kind),
  foreign key (organization_id, posting_id) references posting (organization_id, id)
);

alter table posting_drift enable row level security, force row level security;
create policy posting_drift_isolation on posting_drift
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- Reads of a ledger by calendar month (UTC): its vendor counts them, and may charge or block.
create table ledger_reads (
  organization_id uuid not null,
  ledger_connection_id text not null,
  month date not null,
  reads integer not null,
  primary key (organization_id, ledger_connection_id, month),
  foreign key (organization_id, ledger_connection_id) references connection (organization_id, id)
);

alter table ledger_reads enable row level security, force row level security;
create policy ledger_reads_isolation on ledger_reads
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
