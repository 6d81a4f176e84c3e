-- Corrections of what was posted, each the decision of a person.

-- When the ledger's document was taken back: it stays there, counts nothing, and its month may be billed again under the
-- posting key's next sequence. Null: it counts.
alter table posting add column voided_at timestamptz;

-- The intent to void one posted document, and the lasting record of it. The request is made of the document's id and
-- the version here, so that it is the same each time it is sent.
create table correction (
  organization_id uuid not null,
  id uuid not null,
  posting_id uuid not null,
  kind text not null check (kind in ('void')),
  requested_by text not null,
  requested_at timestamptz not null,
  reason text not null,
  document_version text not null,
  -- The ledger's idempotency id.
  request_id text not null,
  state text not null check (state in ('intended', 'done', 'refused')),
  -- How it ended, in words.
  outcome text,
  settled_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, request_id),
  foreign key (organization_id, posting_id) references posting (organization_id, id)
);
-- One that was refused changed nothing, so another may follow it.
create unique index correction_of_posting on correction (organization_id, posting_id) where state <> 'refused';

alter table correction enable row level security, force row level security;
create policy correction_isolation on correction
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
