-- Where a distributor tells us that something new is there. Of the secret that it sends back only the hash is kept.

create table notice_endpoint (
  organization_id uuid not null references organization (id),
  connection_id text not null,
  secret_sha256 text not null,
  -- Where the distributor was told to send.
  url text not null,
  -- The distributor's own id of the webhook; null until it has answered that it made one.
  remote_id text,
  topic text,
  made_by text not null,
  made_at timestamptz not null,
  notices integer not null default 0,
  last_notice_at timestamptz,
  primary key (organization_id, connection_id),
  foreign key (organization_id, connection_id) references connection (organization_id, id)
);

alter table notice_endpoint enable row level security, force row level security;
create policy notice_endpoint_isolation on notice_endpoint
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
