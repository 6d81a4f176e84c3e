-- Two administrators at once cannot overwrite one another's change of an operator: each names the version that it saw.
alter table operator add column version integer not null default 1 check (version > 0);

-- What another program signs in with, in the name of the operator who made it: never with more than his role.
create table api_token (
  organization_id uuid not null,
  id uuid not null,
  operator_id uuid not null,
  name text not null check (name <> ''),
  role text not null check (role in ('viewer', 'operator', 'approver', 'administrator')),
  -- Such as `runs:read`; which there are is the server's to say.
  scopes text[] not null check (cardinality(scopes) > 0),
  token_sha256 text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, token_sha256),
  foreign key (organization_id, operator_id) references operator (organization_id, id)
);
create index api_token_by_operator on api_token (organization_id, operator_id);

alter table api_token enable row level security, force row level security;
create policy api_token_isolation on api_token
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
