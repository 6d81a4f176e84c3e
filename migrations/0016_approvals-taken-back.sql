-- A decision can be taken back until something of it was sent: the row stays, with who, when and why.
alter table approval
  add column withdrawn_at timestamptz,
  add column withdrawn_by text,
  add column withdraw_reason text,
  add check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdraw_reason is null)),
  drop constraint approval_organization_id_run_id_client_id_key;

create unique index approval_in_force on approval (organization_id, run_id, client_id) where withdrawn_at is null;
