-- How far a job is, told while it is at work, so that every page that is open shows it, also after it was loaded again.
create table job_progress (
  organization_id uuid not null references organization (id),
  job_id uuid not null,
  step text not null,
  done integer not null,
  total integer,
  begun_at timestamptz not null,
  told_at timestamptz not null,
  primary key (organization_id, job_id)
);

alter table job_progress enable row level security, force row level security;
create policy job_progress_isolation on job_progress
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
