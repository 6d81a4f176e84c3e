-- What was read from outside. Append-only: nothing in these tables is overwritten but the progress of a running sync
-- and the notes of what was last read from where.

-- ---------------------------------------------------------------------------------------------------------------
-- Connections to distributors and ledgers
-- ---------------------------------------------------------------------------------------------------------------

create table connection (
  organization_id uuid not null references organization (id),
  -- The operator's own name for it, used in the billing config: `pax8`, `quickbooks-online`.
  id text not null check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  kind text not null check (kind in ('source', 'ledger')),
  -- The adapter in the registry.
  adapter text not null check (adapter <> ''),
  -- Everything but secrets.
  settings text not null,
  created_at timestamptz not null,
  primary key (organization_id, id)
);

alter table connection enable row level security, force row level security;
create policy connection_isolation on connection
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- Tokens got from outside, encrypted like all secrets, are in `secret`; this is what may be shown of them.
create table connection_health (
  organization_id uuid not null,
  connection_id text not null,
  checked_at timestamptz not null,
  healthy boolean not null,
  message text not null,
  details text not null,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);

alter table connection_health enable row level security, force row level security;
create policy connection_health_isolation on connection_health
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
-- ---------------------------------------------------------------------------------------------------------------
-- Raw payloads
-- ---------------------------------------------------------------------------------------------------------------

create table raw_payload (
  organization_id uuid not null references organization (id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  connection_id text not null,
  stream text not null,
  -- What was asked for, without credentials.
  request text not null,
  media_type text not null,
  body text not null,
  first_seen_at timestamptz not null,
  primary key (organization_id, sha256),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);

alter table raw_payload enable row level security, force row level security;
create policy raw_payload_isolation on raw_payload
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
-- ---------------------------------------------------------------------------------------------------------------
-- Snapshots
-- ---------------------------------------------------------------------------------------------------------------

create table snapshot (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  day date not null,
  started_at timestamptz not null,
  -- When it ended, well or not; null while it runs.
  recorded_at timestamptz,
  state text not null check (state in ('running', 'complete', 'incomplete')),
  -- Rows read and rows the distributor says there are, per stream.
  counts jsonb not null,
  -- What was kept raw because it could not be read as documented, and why an incomplete one is incomplete.
  problems jsonb not null,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id),
  check ((state = 'running') = (recorded_at is null))
);
create index snapshot_by_day on snapshot (organization_id, connection_id, day, id);

alter table snapshot enable row level security, force row level security;
create policy snapshot_isolation on snapshot
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- One record as one snapshot saw it, written only when it differs from the one before: a record that did not change
-- since is the same in every later snapshot. `state` is canonical JSON; null says that a complete listing lacked it.
create table observation (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  noun text not null check (noun in ('company', 'contact', 'product', 'price', 'subscription', 'order', 'usage-summary',
    'usage-line', 'distributor-invoice')),
  record_id text not null,
  snapshot_id bigint not null,
  day date not null,
  recorded_at timestamptz not null,
  sha256 text not null,
  state text,
  raw_sha256 text,
  primary key (organization_id, id),
  foreign key (organization_id, snapshot_id) references snapshot (organization_id, id)
);
create index observation_by_record on observation (organization_id, connection_id, noun, record_id, id);

alter table observation enable row level security, force row level security;
create policy observation_isolation on observation
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- The distributor's own dated history of one subscription.
create table subscription_history (
  organization_id uuid not null,
  connection_id text not null,
  subscription_id text not null,
  row_key text not null,
  effective date not null,
  -- The row's place in the distributor's own list, oldest first: tells two changes of one day apart.
  ordinal integer,
  recorded_at timestamptz not null,
  state text not null,
  raw_sha256 text,
  primary key (organization_id, connection_id, subscription_id, row_key),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);

alter table subscription_history enable row level security, force row level security;
create policy subscription_history_isolation on subscription_history
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- A note, not evidence: the listing's row at which a subscription's detail and history were last read, so that only
-- changed ones are read again and a broken sync goes on where it stopped.
create table subscription_reading (
  organization_id uuid not null,
  connection_id text not null,
  subscription_id text not null,
  listed_sha256 text not null,
  detail_read_at timestamptz,
  history_read_at timestamptz,
  primary key (organization_id, connection_id, subscription_id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);

alter table subscription_reading enable row level security, force row level security;
create policy subscription_reading_isolation on subscription_reading
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
-- ---------------------------------------------------------------------------------------------------------------
-- What the distributor billed
-- ---------------------------------------------------------------------------------------------------------------

-- One reading of all lines of one distributor invoice. An approved invoice never changes; a second reading with another
-- hash is kept beside the first and raises an alarm.
create table charge_reading (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  invoice_id text not null,
  items_sha256 text not null,
  line_count integer not null,
  -- Lines read equal the distributor's own count, or the file's control totals tie.
  complete boolean not null,
  recorded_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, connection_id, invoice_id, items_sha256),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);

alter table charge_reading enable row level security, force row level security;
create policy charge_reading_isolation on charge_reading
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

create table charge (
  organization_id uuid not null,
  reading_id bigint not null,
  connection_id text not null,
  invoice_id text not null,
  charge_id text not null,
  ordinal integer not null,
  invoice_date date not null,
  company_id text,
  subscription_id text,
  state text not null,
  primary key (organization_id, reading_id, charge_id),
  foreign key (organization_id, reading_id) references charge_reading (organization_id, id)
);
create index charge_by_invoice_date on charge (organization_id, connection_id, invoice_date);

alter table charge enable row level security, force row level security;
create policy charge_isolation on charge
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- A file taken in by the file source: the same file twice is the same row.
create table imported_file (
  organization_id uuid not null,
  connection_id text not null,
  sha256 text not null,
  name text not null,
  profile text not null check (profile in ('state', 'charges')),
  mapping text not null,
  row_count integer not null,
  imported_at timestamptz not null,
  imported_by text not null,
  primary key (organization_id, connection_id, sha256),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);

alter table imported_file enable row level security, force row level security;
create policy imported_file_isolation on imported_file
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
