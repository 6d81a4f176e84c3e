-- Files that say what each client holds, what was said about a file when it was taken in, and what is needed to look at
-- months that were billed before SeatLedger was.

alter table imported_file
  -- Which mapping read it: its name, its version, and a hash of all of it that decides. Null for files from before.
  add column mapping_id text,
  add column mapping_version integer,
  add column mapping_sha256 text,
  -- What the operator stated because the file did not, by field (JSON).
  add column stated text not null default '{}',
  -- Lines that could not be read and that the operator had left out (JSON); none: the whole file was taken in.
  add column left_out_lines text not null default '[]',
  -- For states: the day, and whether the file lists all that is held. Null for charges.
  add column as_of date,
  add column is_complete boolean,
  add check ((profile = 'state') = (as_of is not null) and (profile = 'state') = (is_complete is not null));

-- A file of charges says nothing of what is held: it is no copy that a subscription could be missing from.
alter table snapshot
  add column lists text not null default 'holdings' check (lists in ('holdings', 'charges'));
update snapshot set lists = 'charges'
  from connection where connection.organization_id = snapshot.organization_id
    and connection.id = snapshot.connection_id and connection.adapter = 'file';

-- The very lines that were read as a part may turn out to be the whole: that is a reading of its own.
alter table charge_reading
  drop constraint charge_reading_organization_id_connection_id_invoice_id_ite_key,
  add constraint charge_reading_is_new unique (organization_id, connection_id, invoice_id, items_sha256, complete);

-- What a ledger's documents of one month say, as they were read: evidence, never changed; the newest reading counts.
create table ledger_month_reading (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  ledger_connection_id text not null,
  month date not null,
  read_at timestamptz not null,
  -- The documents with their lines (JSON).
  documents text not null,
  sha256 text not null,
  primary key (organization_id, id),
  foreign key (organization_id, ledger_connection_id) references connection (organization_id, id)
);
create index ledger_month_reading_by_month
  on ledger_month_reading (organization_id, ledger_connection_id, month, id);

alter table ledger_month_reading enable row level security, force row level security;
create policy ledger_month_reading_isolation on ledger_month_reading
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- What an audit of past months found, as it was shown.
create table backfill_report (
  organization_id uuid not null references organization (id),
  id uuid not null,
  first_month date not null,
  last_month date not null,
  made_at timestamptz not null,
  made_by text not null,
  sha256 text not null,
  -- The report (JSON).
  report text not null,
  primary key (organization_id, id),
  check (first_month <= last_month)
);

alter table backfill_report enable row level security, force row level security;
create policy backfill_report_isolation on backfill_report
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
