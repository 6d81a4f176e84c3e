-- Posting and tie-out. A posting row is the intent and the lasting record of one invoice in one ledger.

-- ---------------------------------------------------------------------------------------------------------------
-- Document numbers
-- ---------------------------------------------------------------------------------------------------------------

-- Our own number, given out once per posting key, whichever run asks first.
create table document_number (
  organization_id uuid not null,
  ledger_connection_id text not null,
  client_id text not null,
  period_start date not null,
  sequence integer not null,
  document_number text not null,
  primary key (organization_id, ledger_connection_id, client_id, period_start, sequence),
  unique (organization_id, ledger_connection_id, document_number),
  foreign key (organization_id, ledger_connection_id) references connection (organization_id, id)
);

alter table document_number enable row level security, force row level security;
create policy document_number_isolation on document_number
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
-- ---------------------------------------------------------------------------------------------------------------
-- Postings
-- ---------------------------------------------------------------------------------------------------------------

create table posting (
  organization_id uuid not null,
  id uuid not null,
  ledger_connection_id text not null,
  client_id text not null,
  period_start date not null,
  period_end date not null,
  sequence integer not null,
  approval_id uuid not null,
  document_kind text not null check (document_kind in ('invoice', 'credit-memo')),
  -- Our number as it stands in the body; null where the ledger numbers the document by itself.
  document_number text,
  -- Our mark in the document, by which it is known in the ledger.
  reference text not null,
  customer_id text not null,
  currency text not null,
  net_total numeric not null,
  -- What was approved, and the exact bytes that are sent, each time they are.
  invoice text not null,
  body text not null,
  body_sha256 text not null,
  -- The ledger's idempotency id.
  request_id text not null,
  state text not null
    check (state in ('intended', 'sending', 'posted', 'rejected', 'unknown', 'queued', 'needs-person')),
  attempts integer not null default 0,
  -- Nobody else works on it until then; a worker that died leaves it to time.
  leased_until timestamptz,
  leased_by text,
  not_before timestamptz,
  -- The ledger's answer.
  document_id text,
  document text,
  failure text,
  intended_at timestamptz not null,
  settled_at timestamptz,
  primary key (organization_id, id),
  -- The last guard: one invoice per ledger, client, period and sequence, whoever posts.
  unique (organization_id, ledger_connection_id, client_id, period_start, sequence),
  unique (organization_id, request_id),
  foreign key (organization_id, approval_id) references approval (organization_id, id),
  foreign key (organization_id, ledger_connection_id) references connection (organization_id, id)
);
create index posting_open on posting (organization_id, ledger_connection_id, state, client_id);

alter table posting enable row level security, force row level security;
create policy posting_isolation on posting
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

create table posting_attempt (
  organization_id uuid not null,
  posting_id uuid not null,
  attempt integer not null,
  at timestamptz not null,
  step text not null check (step in ('send', 'look-up', 'adopt')),
  outcome text not null,
  trace_id text,
  primary key (organization_id, posting_id, attempt),
  foreign key (organization_id, posting_id) references posting (organization_id, id)
);

alter table posting_attempt enable row level security, force row level security;
create policy posting_attempt_isolation on posting_attempt
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
-- ---------------------------------------------------------------------------------------------------------------
-- Tie-out
-- ---------------------------------------------------------------------------------------------------------------

create table tie_out (
  organization_id uuid not null references organization (id),
  id bigint not null generated always as identity,
  period_start date not null,
  period_end date not null,
  created_at timestamptz not null,
  verdict text not null,
  sha256 text not null,
  result text not null,
  primary key (organization_id, id)
);
create index tie_out_by_period on tie_out (organization_id, period_start, id desc);

alter table tie_out enable row level security, force row level security;
create policy tie_out_isolation on tie_out
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
