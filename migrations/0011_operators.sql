-- Who may sign in, who is signed in, and what operators did. A session's token and a set-up link are kept as hashes only.

create table operator (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> ''),
  role text not null check (role in ('viewer', 'operator', 'approver', 'administrator')),
  password_hash text not null,
  created_at timestamptz not null,
  created_by text not null,
  disabled_at timestamptz,
  -- Wrong passwords in a row, and until when no further one is looked at.
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  primary key (organization_id, id)
);
create unique index operator_by_name on operator (organization_id, lower(name));

alter table operator enable row level security, force row level security;
create policy operator_isolation on operator
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

create table operator_session (
  organization_id uuid not null,
  id uuid not null,
  operator_id uuid not null,
  token_sha256 text not null,
  user_agent text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, token_sha256),
  foreign key (organization_id, operator_id) references operator (organization_id, id)
);
create index operator_session_by_operator on operator_session (organization_id, operator_id);

alter table operator_session enable row level security, force row level security;
create policy operator_session_isolation on operator_session
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- The one link by which the first administrator is made; a newer one takes its place.
create table setup_link (
  organization_id uuid primary key references organization (id),
  token_sha256 text not null,
  expires_at timestamptz not null
);

alter table setup_link enable row level security, force row level security;
create policy setup_link_isolation on setup_link
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- Append-only: rows can be read and added, and no policy lets one be changed or deleted. Each names the hash of the one
-- before it, so that whoever gets past that cannot change one unseen.
create table activity (
  organization_id uuid not null references organization (id),
  sequence bigint not null check (sequence > 0),
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  -- Canonical JSON.
  details text not null,
  previous_sha256 text not null,
  sha256 text not null,
  primary key (organization_id, sequence)
);

alter table activity enable row level security, force row level security;
create policy activity_reading on activity for select using (organization_id = current_organization_id());
create policy activity_appending on activity for insert with check (organization_id = current_organization_id());
