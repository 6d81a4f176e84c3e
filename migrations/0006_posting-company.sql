-- What the ledger made of a posting, and how a company stands with all who post to it.

-- Where the ledger's document differs from what was approved, as JSON; null before it was compared.
alter table posting add column differences text;

-- ---------------------------------------------------------------------------------------------------------------
-- A ledger company, as its workers share it
-- ---------------------------------------------------------------------------------------------------------------

create table posting_company (
  organization_id uuid not null,
  ledger_connection_id text not null,
  -- The ledger asked everybody to wait.
  paused_until timestamptz,
  -- Outcomes that could not be learnt since the last posting that was settled.
  unknowns_in_a_row integer not null default 0,
  -- Why nothing more is sent until somebody posts again.
  stopped_because text,
  primary key (organization_id, ledger_connection_id),
  foreign key (organization_id, ledger_connection_id) references connection (organization_id, id)
);

alter table posting_company enable row level security, force row level security;
create policy posting_company_isolation on posting_company
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
