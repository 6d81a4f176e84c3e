-- Credits of what was posted: each is proposed, shown, approved by its hash, and only then billed.

create table posting_credit (
  organization_id uuid not null,
  id uuid not null,
  -- The posted invoice that it takes something off.
  posting_id uuid not null,
  -- `credit-memo`: a document of its own in the ledger. `adjustment`: lines on the client's next invoice.
  kind text not null check (kind in ('credit-memo', 'adjustment')),
  reason text not null,
  -- What each line of the invoice is credited, as JSON.
  credited text not null,
  -- Names exactly what was shown: what an approval is given to.
  sha256 text not null,
  -- Of a credit memo: its place in the posting key, and what would be posted, to the byte.
  sequence integer,
  document text,
  body text,
  document_kind text,
  document_number text,
  -- Of an adjustment: the lines that the next invoice gets, as JSON.
  carried text,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  primary key (organization_id, id),
  foreign key (organization_id, posting_id) references posting (organization_id, id),
  check (
    case kind
      when 'credit-memo' then num_nulls(sequence, document, body, document_kind) = 0 and carried is null
      else carried is not null and document is null
    end
  )
);
create index posting_credit_of_posting on posting_credit (organization_id, posting_id);

alter table posting_credit enable row level security, force row level security;
create policy posting_credit_isolation on posting_credit
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- What is posted was approved: as an invoice of a run, or as a credit memo.
alter table posting alter column approval_id drop not null;
alter table posting add column credit_id uuid;
alter table posting add foreign key (organization_id, credit_id) references posting_credit (organization_id, id);
alter table posting add constraint posting_is_approved check (num_nonnulls(approval_id, credit_id) = 1);
