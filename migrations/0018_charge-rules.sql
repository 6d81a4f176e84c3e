-- Decisions on charges that are remembered for the months to come. Rows are never deleted: a rule that was taken back
-- keeps who, when and why, and what was decided by it stays decided.

create table charge_rule (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (name <> ''),
  -- What a charge must be for the rule to be about it (JSON).
  conditions text not null,
  kind text not null check (kind in ('accept', 'carry', 'credit-client', 'internal-use')),
  -- Who pays, and how much of the cost (JSON); null where it puts nothing on an invoice.
  carry text,
  -- First day of the first month that it decides in.
  from_month date not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  primary key (organization_id, id),
  check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null))
);
create unique index charge_rule_in_force on charge_rule (organization_id, lower(name)) where withdrawn_at is null;

alter table charge_rule enable row level security, force row level security;
create policy charge_rule_isolation on charge_rule
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());

alter table tie_out_decision
  -- The rule that decided; null where a person did.
  add column rule_id uuid,
  -- The decision that took this one's place; null where a person took it back.
  add column replaced_by uuid,
  add foreign key (organization_id, rule_id) references charge_rule (organization_id, id),
  add check (replaced_by is null or withdrawn_at is not null);
