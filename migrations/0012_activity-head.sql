-- The end of each organization's activity log, kept beside it: a chain that was cut off at its end is whole in itself, and
-- only this tells that there was more.
create table activity_head (
  organization_id uuid primary key references organization (id),
  sequence bigint not null check (sequence > 0),
  sha256 text not null
);

alter table activity_head enable row level security, force row level security;
create policy activity_head_isolation on activity_head
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

-- The logs that are there begin with their ends noted. Their owner sees all rows only while the policies do not bind him.
alter table activity no force row level security;
alter table activity_head no force row level security;
insert into activity_head (organization_id, sequence, sha256)
  select distinct on (organization_id) organization_id, sequence, sha256
  from activity order by organization_id, sequence desc;
alter table activity force row level security;
alter table activity_head force row level security;

-- The entry of the activity log that says that the month was closed: it is in the close pack too, which is kept elsewhere.
alter table month_closing
  add column activity_sequence bigint,
  add column activity_sha256 text,
  add check ((activity_sequence is null) = (activity_sha256 is null));

-- What the tie-out was worked from, as a fingerprint: it is current for as long as that is the same.
alter table tie_out add column basis text;
