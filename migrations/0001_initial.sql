-- Every table carries the organization (the MSP whose data a row is) and is guarded by row-level security: a query
-- that forgets the organization sees nothing, and a row cannot be written for another one.

-- The organization that the running transaction works for; null outside of one, and null equals nothing.
create function current_organization_id() returns uuid
  language sql stable
  return nullif(current_setting('seatledger.organization_id', true), '')::uuid;

-- ---------------------------------------------------------------------------------------------------------------
-- Organizations
-- ---------------------------------------------------------------------------------------------------------------

create table organization (
  id uuid primary key,
  -- The same as the id, so that this table is guarded in the same words as all others.
  organization_id uuid not null generated always as (id) stored,
  name text not null check (name <> ''),
  time_zone text not null check (time_zone <> ''),
  created_at timestamptz not null
);

alter table organization enable row level security, force row level security;
create policy organization_isolation on organization
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- The one exception, for reading only: whoever lists the organizations says so in the transaction's setting.
create policy organization_directory on organization for select
  using (current_setting('seatledger.scope', true) = 'organization-directory');

-- ---------------------------------------------------------------------------------------------------------------
-- Secrets (encrypted; the key is kept outside of the database)
-- ---------------------------------------------------------------------------------------------------------------

create table secret (
  organization_id uuid not null references organization (id),
  connection_id text not null check (connection_id <> ''),
  name text not null check (name <> ''),
  -- Which key encrypted the row, so that keys can be changed while both are known.
  key_id text not null,
  nonce bytea not null check (length(nonce) = 12),
  ciphertext bytea not null,
  authentication_tag bytea not null check (length(authentication_tag) = 16),
  updated_at timestamptz not null,
  primary key (organization_id, connection_id, name)
);

alter table secret enable row level security, force row level security;
create policy secret_isolation on secret
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- ---------------------------------------------------------------------------------------------------------------
-- Limits towards outside interfaces, shared by all processes
-- ---------------------------------------------------------------------------------------------------------------

create table rate_limit_bucket (
  organization_id uuid not null references organization (id),
  name text not null check (name <> ''),
  -- When the bucket will be full again if nobody takes a token. All times are the callers' clocks, not the server's.
  full_at timestamptz not null,
  -- The latest time that any caller has named: a clock set back adds no tokens.
  seen_at timestamptz not null,
  -- Nobody may take a token before this time: the outside interface has asked for a pause.
  paused_until timestamptz,
  primary key (organization_id, name)
);

alter table rate_limit_bucket enable row level security, force row level security;
create policy rate_limit_bucket_isolation on rate_limit_bucket
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- ---------------------------------------------------------------------------------------------------------------
-- Standing orders for the job queue, which is in a schema of its own
-- ---------------------------------------------------------------------------------------------------------------

create table job_schedule (
  organization_id uuid not null references organization (id),
  job_name text not null check (job_name <> ''),
  -- Tells several schedules of one kind of job apart, such as one for each connection.
  key text not null,
  cron text not null check (cron <> ''),
  time_zone text not null check (time_zone <> ''),
  payload text not null,
  next_due_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, job_name, key)
);

create index job_schedule_due on job_schedule (next_due_at);

alter table job_schedule enable row level security, force row level security;
create policy job_schedule_isolation on job_schedule
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- Workers look for what is due in all organizations, and say so in the transaction's setting.
create policy job_schedule_scheduler on job_schedule
  using (current_setting('seatledger.scope', true) = 'job-scheduler');
