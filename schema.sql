-- The schema that the migrations lead to, made by `npm run generate`: for reading and for reviewing changes.
-- A database is made and brought up to date by the migrations alone. The job queue keeps a schema of its own.

CREATE OR REPLACE FUNCTION public.current_organization_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE
RETURN (NULLIF(current_setting('seatledger.organization_id'::text, true), ''::text))::uuid
;

create table activity (
  organization_id uuid not null,
  sequence bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject text not null,
  details text not null,
  previous_sha256 text not null,
  sha256 text not null,
  constraint activity_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint activity_pkey PRIMARY KEY (organization_id, sequence),
  constraint activity_sequence_check CHECK ((sequence > 0))
);
alter table activity enable row level security;
alter table activity force row level security;

create table activity_head (
  organization_id uuid not null,
  sequence bigint not null,
  sha256 text not null,
  constraint activity_head_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint activity_head_pkey PRIMARY KEY (organization_id),
  constraint activity_head_sequence_check CHECK ((sequence > 0))
);
alter table activity_head enable row level security;
alter table activity_head force row level security;

create table api_token (
  organization_id uuid not null,
  id uuid not null,
  operator_id uuid not null,
  name text not null,
  role text not null,
  scopes text[] not null,
  token_sha256 text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_token_name_check CHECK ((name <> ''::text)),
  constraint api_token_organization_id_operator_id_fkey FOREIGN KEY (organization_id, operator_id) REFERENCES operator(organization_id, id),
  constraint api_token_organization_id_token_sha256_key UNIQUE (organization_id, token_sha256),
  constraint api_token_pkey PRIMARY KEY (organization_id, id),
  constraint api_token_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'approver'::text, 'administrator'::text]))),
  constraint api_token_scopes_check CHECK ((cardinality(scopes) > 0))
);
alter table api_token enable row level security;
alter table api_token force row level security;

create table approval (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  client_id text not null,
  invoice_sha256 text not null,
  approved_by text not null,
  approved_at timestamp with time zone not null,
  note text,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdraw_reason text,
  constraint approval_check CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)))),
  constraint approval_organization_id_run_id_client_id_fkey FOREIGN KEY (organization_id, run_id, client_id) REFERENCES run_invoice(organization_id, run_id, client_id),
  constraint approval_pkey PRIMARY KEY (organization_id, id)
);
alter table approval enable row level security;
alter table approval force row level security;

create table backfill_report (
  organization_id uuid not null,
  id uuid not null,
  first_month date not null,
  last_month date not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  sha256 text not null,
  report text not null,
  constraint backfill_report_check CHECK ((first_month <= last_month)),
  constraint backfill_report_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint backfill_report_pkey PRIMARY KEY (organization_id, id)
);
alter table backfill_report enable row level security;
alter table backfill_report force row level security;

create table billing_config_version (
  organization_id uuid not null,
  version integer not null,
  effective_from date not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  source text not null,
  sha256 text not null,
  config_values text,
  constraint billing_config_version_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint billing_config_version_pkey PRIMARY KEY (organization_id, version),
  constraint billing_config_version_version_check CHECK ((version > 0))
);
alter table billing_config_version enable row level security;
alter table billing_config_version force row level security;

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
  constraint charge_organization_id_reading_id_fkey FOREIGN KEY (organization_id, reading_id) REFERENCES charge_reading(organization_id, id),
  constraint charge_pkey PRIMARY KEY (organization_id, reading_id, charge_id)
);
alter table charge enable row level security;
alter table charge force row level security;

create table charge_reading (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  invoice_id text not null,
  items_sha256 text not null,
  line_count integer not null,
  complete boolean not null,
  recorded_at timestamp with time zone not null,
  constraint charge_reading_is_new UNIQUE (organization_id, connection_id, invoice_id, items_sha256, complete),
  constraint charge_reading_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint charge_reading_pkey PRIMARY KEY (organization_id, id)
);
alter table charge_reading enable row level security;
alter table charge_reading force row level security;

create table charge_rule (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  conditions text not null,
  kind text not null,
  carry text,
  from_month date not null,
  reason text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_reason text,
  constraint charge_rule_check CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)))),
  constraint charge_rule_kind_check CHECK ((kind = ANY (ARRAY['accept'::text, 'carry'::text, 'credit-client'::text, 'internal-use'::text]))),
  constraint charge_rule_name_check CHECK ((name <> ''::text)),
  constraint charge_rule_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint charge_rule_pkey PRIMARY KEY (organization_id, id)
);
alter table charge_rule enable row level security;
alter table charge_rule force row level security;

create table connection (
  organization_id uuid not null,
  id text not null,
  kind text not null,
  adapter text not null,
  settings text not null,
  created_at timestamp with time zone not null,
  syncs_on_schedule boolean not null default true,
  constraint connection_adapter_check CHECK ((adapter <> ''::text)),
  constraint connection_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint connection_kind_check CHECK ((kind = ANY (ARRAY['source'::text, 'ledger'::text]))),
  constraint connection_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint connection_pkey PRIMARY KEY (organization_id, id)
);
alter table connection enable row level security;
alter table connection force row level security;

create table connection_health (
  organization_id uuid not null,
  connection_id text not null,
  checked_at timestamp with time zone not null,
  healthy boolean not null,
  message text not null,
  details text not null,
  constraint connection_health_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint connection_health_pkey PRIMARY KEY (organization_id, connection_id)
);
alter table connection_health enable row level security;
alter table connection_health force row level security;

create table correction (
  organization_id uuid not null,
  id uuid not null,
  posting_id uuid not null,
  kind text not null,
  requested_by text not null,
  requested_at timestamp with time zone not null,
  reason text not null,
  document_version text not null,
  request_id text not null,
  state text not null,
  outcome text,
  settled_at timestamp with time zone,
  constraint correction_kind_check CHECK ((kind = 'void'::text)),
  constraint correction_organization_id_posting_id_fkey FOREIGN KEY (organization_id, posting_id) REFERENCES posting(organization_id, id),
  constraint correction_organization_id_request_id_key UNIQUE (organization_id, request_id),
  constraint correction_pkey PRIMARY KEY (organization_id, id),
  constraint correction_state_check CHECK ((state = ANY (ARRAY['intended'::text, 'done'::text, 'refused'::text])))
);
alter table correction enable row level security;
alter table correction force row level security;

create table cut_over (
  organization_id uuid not null,
  first_month date not null,
  set_by text not null,
  set_at timestamp with time zone not null,
  reason text not null,
  constraint cut_over_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint cut_over_pkey PRIMARY KEY (organization_id)
);
alter table cut_over enable row level security;
alter table cut_over force row level security;

create table document_number (
  organization_id uuid not null,
  ledger_connection_id text not null,
  client_id text not null,
  period_start date not null,
  sequence integer not null,
  document_number text not null,
  constraint document_number_organization_id_ledger_connection_id_docume_key UNIQUE (organization_id, ledger_connection_id, document_number),
  constraint document_number_organization_id_ledger_connection_id_fkey FOREIGN KEY (organization_id, ledger_connection_id) REFERENCES connection(organization_id, id),
  constraint document_number_pkey PRIMARY KEY (organization_id, ledger_connection_id, client_id, period_start, sequence)
);
alter table document_number enable row level security;
alter table document_number force row level security;

create table flag_acceptance (
  organization_id uuid not null,
  id uuid not null,
  period_start date not null,
  client_id text,
  flag_sha256 text not null,
  code text not null,
  message text not null,
  reason text not null,
  accepted_by text not null,
  accepted_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_reason text,
  constraint flag_acceptance_check CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)))),
  constraint flag_acceptance_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint flag_acceptance_pkey PRIMARY KEY (organization_id, id),
  constraint flag_acceptance_reason_check CHECK ((reason <> ''::text))
);
alter table flag_acceptance enable row level security;
alter table flag_acceptance force row level security;

create table imported_file (
  organization_id uuid not null,
  connection_id text not null,
  sha256 text not null,
  name text not null,
  profile text not null,
  mapping text not null,
  row_count integer not null,
  imported_at timestamp with time zone not null,
  imported_by text not null,
  mapping_id text,
  mapping_version integer,
  mapping_sha256 text,
  stated text not null default '{}'::text,
  left_out_lines text not null default '[]'::text,
  as_of date,
  is_complete boolean,
  constraint imported_file_check CHECK ((((profile = 'state'::text) = (as_of IS NOT NULL)) AND ((profile = 'state'::text) = (is_complete IS NOT NULL)))),
  constraint imported_file_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint imported_file_pkey PRIMARY KEY (organization_id, connection_id, sha256),
  constraint imported_file_profile_check CHECK ((profile = ANY (ARRAY['state'::text, 'charges'::text])))
);
alter table imported_file enable row level security;
alter table imported_file force row level security;

create table job_progress (
  organization_id uuid not null,
  job_id uuid not null,
  step text not null,
  done integer not null,
  total integer,
  begun_at timestamp with time zone not null,
  told_at timestamp with time zone not null,
  constraint job_progress_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint job_progress_pkey PRIMARY KEY (organization_id, job_id)
);
alter table job_progress enable row level security;
alter table job_progress force row level security;

create table job_schedule (
  organization_id uuid not null,
  job_name text not null,
  key text not null,
  cron text not null,
  time_zone text not null,
  payload text not null,
  next_due_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint job_schedule_cron_check CHECK ((cron <> ''::text)),
  constraint job_schedule_job_name_check CHECK ((job_name <> ''::text)),
  constraint job_schedule_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint job_schedule_pkey PRIMARY KEY (organization_id, job_name, key),
  constraint job_schedule_time_zone_check CHECK ((time_zone <> ''::text))
);
alter table job_schedule enable row level security;
alter table job_schedule force row level security;

create table ledger_match (
  organization_id uuid not null,
  id uuid not null,
  ledger_connection_id text not null,
  client_id text not null,
  period_start date not null,
  document_id text not null,
  document_number text,
  net_total numeric not null,
  currency text not null,
  matched_by text not null,
  matched_at timestamp with time zone not null,
  reason text not null,
  undone_by text,
  undone_at timestamp with time zone,
  undone_reason text,
  constraint ledger_match_organization_id_ledger_connection_id_fkey FOREIGN KEY (organization_id, ledger_connection_id) REFERENCES connection(organization_id, id),
  constraint ledger_match_pkey PRIMARY KEY (organization_id, id)
);
alter table ledger_match enable row level security;
alter table ledger_match force row level security;

create table ledger_month_reading (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  ledger_connection_id text not null,
  month date not null,
  read_at timestamp with time zone not null,
  documents text not null,
  sha256 text not null,
  constraint ledger_month_reading_organization_id_ledger_connection_id_fkey FOREIGN KEY (organization_id, ledger_connection_id) REFERENCES connection(organization_id, id),
  constraint ledger_month_reading_pkey PRIMARY KEY (organization_id, id)
);
alter table ledger_month_reading enable row level security;
alter table ledger_month_reading force row level security;

create table ledger_reading (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  read_at timestamp with time zone not null,
  facts text not null,
  constraint ledger_reading_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint ledger_reading_pkey PRIMARY KEY (organization_id, id)
);
alter table ledger_reading enable row level security;
alter table ledger_reading force row level security;

create table ledger_reads (
  organization_id uuid not null,
  ledger_connection_id text not null,
  month date not null,
  reads integer not null,
  constraint ledger_reads_organization_id_ledger_connection_id_fkey FOREIGN KEY (organization_id, ledger_connection_id) REFERENCES connection(organization_id, id),
  constraint ledger_reads_pkey PRIMARY KEY (organization_id, ledger_connection_id, month)
);
alter table ledger_reads enable row level security;
alter table ledger_reads force row level security;

create table ledger_watch (
  organization_id uuid not null,
  ledger_connection_id text not null,
  watched_until timestamp with time zone not null,
  constraint ledger_watch_organization_id_ledger_connection_id_fkey FOREIGN KEY (organization_id, ledger_connection_id) REFERENCES connection(organization_id, id),
  constraint ledger_watch_pkey PRIMARY KEY (organization_id, ledger_connection_id)
);
alter table ledger_watch enable row level security;
alter table ledger_watch force row level security;

create table migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null,
  constraint migration_pkey PRIMARY KEY (number)
);

create table month_closing (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  period_start date not null,
  period_end date not null,
  closed_at timestamp with time zone not null,
  closed_by text not null,
  note text,
  tie_out_sha256 text not null,
  config_version integer not null,
  reopened_at timestamp with time zone,
  reopened_by text,
  reopen_reason text,
  activity_sequence bigint,
  activity_sha256 text,
  constraint month_closing_check CHECK ((((reopened_at IS NULL) = (reopened_by IS NULL)) AND ((reopened_at IS NULL) = (reopen_reason IS NULL)))),
  constraint month_closing_check1 CHECK (((activity_sequence IS NULL) = (activity_sha256 IS NULL))),
  constraint month_closing_organization_id_config_version_fkey FOREIGN KEY (organization_id, config_version) REFERENCES billing_config_version(organization_id, version),
  constraint month_closing_pkey PRIMARY KEY (organization_id, id)
);
alter table month_closing enable row level security;
alter table month_closing force row level security;

create table notice_endpoint (
  organization_id uuid not null,
  connection_id text not null,
  secret_sha256 text not null,
  url text not null,
  remote_id text,
  topic text,
  made_by text not null,
  made_at timestamp with time zone not null,
  notices integer not null default 0,
  last_notice_at timestamp with time zone,
  constraint notice_endpoint_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint notice_endpoint_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint notice_endpoint_pkey PRIMARY KEY (organization_id, connection_id)
);
alter table notice_endpoint enable row level security;
alter table notice_endpoint force row level security;

create table observation (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  noun text not null,
  record_id text not null,
  snapshot_id bigint not null,
  day date not null,
  recorded_at timestamp with time zone not null,
  sha256 text not null,
  state text,
  raw_sha256 text,
  constraint observation_noun_check CHECK ((noun = ANY (ARRAY['company'::text, 'contact'::text, 'product'::text, 'price'::text, 'subscription'::text, 'order'::text, 'usage-summary'::text, 'usage-line'::text, 'distributor-invoice'::text]))),
  constraint observation_organization_id_snapshot_id_fkey FOREIGN KEY (organization_id, snapshot_id) REFERENCES snapshot(organization_id, id),
  constraint observation_pkey PRIMARY KEY (organization_id, id)
);
alter table observation enable row level security;
alter table observation force row level security;

create table operator (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null,
  password_hash text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  disabled_at timestamp with time zone,
  failed_attempts integer not null default 0,
  locked_until timestamp with time zone,
  version integer not null default 1,
  constraint operator_name_check CHECK ((name <> ''::text)),
  constraint operator_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint operator_pkey PRIMARY KEY (organization_id, id),
  constraint operator_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'approver'::text, 'administrator'::text]))),
  constraint operator_version_check CHECK ((version > 0))
);
alter table operator enable row level security;
alter table operator force row level security;

create table operator_session (
  organization_id uuid not null,
  id uuid not null,
  operator_id uuid not null,
  token_sha256 text not null,
  user_agent text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint operator_session_organization_id_operator_id_fkey FOREIGN KEY (organization_id, operator_id) REFERENCES operator(organization_id, id),
  constraint operator_session_organization_id_token_sha256_key UNIQUE (organization_id, token_sha256),
  constraint operator_session_pkey PRIMARY KEY (organization_id, id)
);
alter table operator_session enable row level security;
alter table operator_session force row level security;

create table organization (
  id uuid not null,
  organization_id uuid not null generated always as (id) stored,
  name text not null,
  time_zone text not null,
  created_at timestamp with time zone not null,
  constraint organization_name_check CHECK ((name <> ''::text)),
  constraint organization_pkey PRIMARY KEY (id),
  constraint organization_time_zone_check CHECK ((time_zone <> ''::text))
);
alter table organization enable row level security;
alter table organization force row level security;

create table posting (
  organization_id uuid not null,
  id uuid not null,
  ledger_connection_id text not null,
  client_id text not null,
  period_start date not null,
  period_end date not null,
  sequence integer not null,
  approval_id uuid,
  document_kind text not null,
  document_number text,
  reference text not null,
  customer_id text not null,
  currency text not null,
  net_total numeric not null,
  invoice text not null,
  body text not null,
  body_sha256 text not null,
  request_id text not null,
  state text not null,
  attempts integer not null default 0,
  leased_until timestamp with time zone,
  leased_by text,
  not_before timestamp with time zone,
  document_id text,
  document text,
  failure text,
  intended_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  differences text,
  voided_at timestamp with time zone,
  invoice_without_reasons text,
  credit_id uuid,
  match_id uuid,
  constraint posting_document_kind_check CHECK ((document_kind = ANY (ARRAY['invoice'::text, 'credit-memo'::text]))),
  constraint posting_is_approved CHECK ((num_nonnulls(approval_id, credit_id, match_id) = 1)),
  constraint posting_organization_id_approval_id_fkey FOREIGN KEY (organization_id, approval_id) REFERENCES approval(organization_id, id),
  constraint posting_organization_id_credit_id_fkey FOREIGN KEY (organization_id, credit_id) REFERENCES posting_credit(organization_id, id),
  constraint posting_organization_id_ledger_connection_id_client_id_peri_key UNIQUE (organization_id, ledger_connection_id, client_id, period_start, sequence),
  constraint posting_organization_id_ledger_connection_id_fkey FOREIGN KEY (organization_id, ledger_connection_id) REFERENCES connection(organization_id, id),
  constraint posting_organization_id_match_id_fkey FOREIGN KEY (organization_id, match_id) REFERENCES ledger_match(organization_id, id),
  constraint posting_organization_id_request_id_key UNIQUE (organization_id, request_id),
  constraint posting_pkey PRIMARY KEY (organization_id, id),
  constraint posting_state_check CHECK ((state = ANY (ARRAY['intended'::text, 'sending'::text, 'posted'::text, 'rejected'::text, 'unknown'::text, 'queued'::text, 'needs-person'::text])))
);
alter table posting enable row level security;
alter table posting force row level security;

create table posting_attempt (
  organization_id uuid not null,
  posting_id uuid not null,
  attempt integer not null,
  at timestamp with time zone not null,
  step text not null,
  outcome text not null,
  trace_id text,
  constraint posting_attempt_organization_id_posting_id_fkey FOREIGN KEY (organization_id, posting_id) REFERENCES posting(organization_id, id),
  constraint posting_attempt_pkey PRIMARY KEY (organization_id, posting_id, attempt),
  constraint posting_attempt_step_check CHECK ((step = ANY (ARRAY['send'::text, 'look-up'::text, 'adopt'::text])))
);
alter table posting_attempt enable row level security;
alter table posting_attempt force row level security;

create table posting_company (
  organization_id uuid not null,
  ledger_connection_id text not null,
  paused_until timestamp with time zone,
  unknowns_in_a_row integer not null default 0,
  stopped_because text,
  constraint posting_company_organization_id_ledger_connection_id_fkey FOREIGN KEY (organization_id, ledger_connection_id) REFERENCES connection(organization_id, id),
  constraint posting_company_pkey PRIMARY KEY (organization_id, ledger_connection_id)
);
alter table posting_company enable row level security;
alter table posting_company force row level security;

create table posting_credit (
  organization_id uuid not null,
  id uuid not null,
  posting_id uuid not null,
  kind text not null,
  reason text not null,
  credited text not null,
  sha256 text not null,
  sequence integer,
  document text,
  body text,
  document_kind text,
  document_number text,
  carried text,
  proposed_by text not null,
  proposed_at timestamp with time zone not null,
  approved_by text,
  approved_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_at timestamp with time zone,
  withdrawn_reason text,
  constraint posting_credit_check CHECK (
CASE kind
    WHEN 'credit-memo'::text THEN ((num_nulls(sequence, document, body, document_kind) = 0) AND (carried IS NULL))
    ELSE ((carried IS NOT NULL) AND (document IS NULL))
END),
  constraint posting_credit_kind_check CHECK ((kind = ANY (ARRAY['credit-memo'::text, 'adjustment'::text]))),
  constraint posting_credit_organization_id_posting_id_fkey FOREIGN KEY (organization_id, posting_id) REFERENCES posting(organization_id, id),
  constraint posting_credit_pkey PRIMARY KEY (organization_id, id)
);
alter table posting_credit enable row level security;
alter table posting_credit force row level security;

create table posting_drift (
  organization_id uuid not null,
  posting_id uuid not null,
  version text not null,
  kind text not null,
  found_at timestamp with time zone not null,
  differences text not null,
  constraint posting_drift_kind_check CHECK ((kind = ANY (ARRAY['edited'::text, 'voided'::text, 'deleted'::text, 'paid'::text, 'partly-paid'::text, 'unpaid-again'::text]))),
  constraint posting_drift_organization_id_posting_id_fkey FOREIGN KEY (organization_id, posting_id) REFERENCES posting(organization_id, id),
  constraint posting_drift_pkey PRIMARY KEY (organization_id, posting_id, version, kind)
);
alter table posting_drift enable row level security;
alter table posting_drift force row level security;

create table rate_limit_bucket (
  organization_id uuid not null,
  name text not null,
  full_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  paused_until timestamp with time zone,
  constraint rate_limit_bucket_name_check CHECK ((name <> ''::text)),
  constraint rate_limit_bucket_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint rate_limit_bucket_pkey PRIMARY KEY (organization_id, name)
);
alter table rate_limit_bucket enable row level security;
alter table rate_limit_bucket force row level security;

create table raw_payload (
  organization_id uuid not null,
  sha256 text not null,
  connection_id text not null,
  stream text not null,
  request text not null,
  media_type text not null,
  body text not null,
  first_seen_at timestamp with time zone not null,
  constraint raw_payload_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint raw_payload_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint raw_payload_pkey PRIMARY KEY (organization_id, sha256),
  constraint raw_payload_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
alter table raw_payload enable row level security;
alter table raw_payload force row level security;

create table run (
  organization_id uuid not null,
  id uuid not null,
  number integer not null,
  period_start date not null,
  period_end date not null,
  evidence_until timestamp with time zone not null,
  as_of date not null,
  config_version integer not null,
  engine_version text not null,
  clients text[],
  state text not null,
  sha256 text,
  requested_by text not null,
  created_at timestamp with time zone not null,
  ready_at timestamp with time zone,
  constraint run_organization_id_config_version_fkey FOREIGN KEY (organization_id, config_version) REFERENCES billing_config_version(organization_id, version),
  constraint run_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint run_organization_id_number_key UNIQUE (organization_id, number),
  constraint run_pkey PRIMARY KEY (organization_id, id),
  constraint run_state_check CHECK ((state = ANY (ARRAY['preparing'::text, 'ready'::text, 'failed'::text])))
);
alter table run enable row level security;
alter table run force row level security;

create table run_anomaly (
  organization_id uuid not null,
  run_id uuid not null,
  ordinal integer not null,
  client_id text,
  code text not null,
  severity text not null,
  anomaly text not null,
  constraint run_anomaly_organization_id_run_id_fkey FOREIGN KEY (organization_id, run_id) REFERENCES run(organization_id, id),
  constraint run_anomaly_pkey PRIMARY KEY (organization_id, run_id, ordinal),
  constraint run_anomaly_severity_check CHECK ((severity = ANY (ARRAY['blocking'::text, 'warning'::text, 'note'::text])))
);
alter table run_anomaly enable row level security;
alter table run_anomaly force row level security;

create table run_invoice (
  organization_id uuid not null,
  run_id uuid not null,
  client_id text not null,
  client_name text not null,
  outcome text not null,
  currency text not null,
  total numeric not null,
  previous_total numeric,
  line_count integer not null,
  invoice text,
  body text,
  document_kind text,
  document_number text,
  sha256 text,
  invoice_deflated bytea,
  constraint run_invoice_organization_id_run_id_fkey FOREIGN KEY (organization_id, run_id) REFERENCES run(organization_id, id),
  constraint run_invoice_outcome_check CHECK ((outcome = ANY (ARRAY['ready'::text, 'blocked'::text, 'nothing-to-bill'::text, 'already-billed'::text]))),
  constraint run_invoice_pkey PRIMARY KEY (organization_id, run_id, client_id)
);
alter table run_invoice enable row level security;
alter table run_invoice force row level security;

create table secret (
  organization_id uuid not null,
  connection_id text not null,
  name text not null,
  key_id text not null,
  nonce bytea not null,
  ciphertext bytea not null,
  authentication_tag bytea not null,
  updated_at timestamp with time zone not null,
  constraint secret_authentication_tag_check CHECK ((length(authentication_tag) = 16)),
  constraint secret_connection_id_check CHECK ((connection_id <> ''::text)),
  constraint secret_name_check CHECK ((name <> ''::text)),
  constraint secret_nonce_check CHECK ((length(nonce) = 12)),
  constraint secret_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint secret_pkey PRIMARY KEY (organization_id, connection_id, name)
);
alter table secret enable row level security;
alter table secret force row level security;

create table setup_link (
  organization_id uuid not null,
  token_sha256 text not null,
  expires_at timestamp with time zone not null,
  constraint setup_link_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint setup_link_pkey PRIMARY KEY (organization_id)
);
alter table setup_link enable row level security;
alter table setup_link force row level security;

create table snapshot (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  day date not null,
  started_at timestamp with time zone not null,
  recorded_at timestamp with time zone,
  state text not null,
  counts jsonb not null,
  problems jsonb not null,
  lists text not null default 'holdings'::text,
  constraint snapshot_check CHECK (((state = 'running'::text) = (recorded_at IS NULL))),
  constraint snapshot_lists_check CHECK ((lists = ANY (ARRAY['holdings'::text, 'charges'::text]))),
  constraint snapshot_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint snapshot_pkey PRIMARY KEY (organization_id, id),
  constraint snapshot_state_check CHECK ((state = ANY (ARRAY['running'::text, 'complete'::text, 'incomplete'::text])))
);
alter table snapshot enable row level security;
alter table snapshot force row level security;

create table source_answer (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  connection_id text not null,
  question text not null,
  asks text not null,
  state text not null,
  answer text,
  sentence text not null,
  evidence jsonb not null,
  asked_at timestamp with time zone not null,
  constraint source_answer_check CHECK (((state = 'answered'::text) = (answer IS NOT NULL))),
  constraint source_answer_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint source_answer_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint source_answer_pkey PRIMARY KEY (organization_id, id),
  constraint source_answer_state_check CHECK ((state = ANY (ARRAY['answered'::text, 'not-known-yet'::text, 'contradicts-itself'::text])))
);
alter table source_answer enable row level security;
alter table source_answer force row level security;

create table subscription_history (
  organization_id uuid not null,
  connection_id text not null,
  subscription_id text not null,
  row_key text not null,
  effective date not null,
  ordinal integer,
  recorded_at timestamp with time zone not null,
  state text not null,
  raw_sha256 text,
  constraint subscription_history_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint subscription_history_pkey PRIMARY KEY (organization_id, connection_id, subscription_id, row_key)
);
alter table subscription_history enable row level security;
alter table subscription_history force row level security;

create table subscription_reading (
  organization_id uuid not null,
  connection_id text not null,
  subscription_id text not null,
  listed_sha256 text not null,
  detail_read_at timestamp with time zone,
  history_read_at timestamp with time zone,
  constraint subscription_reading_organization_id_connection_id_fkey FOREIGN KEY (organization_id, connection_id) REFERENCES connection(organization_id, id),
  constraint subscription_reading_pkey PRIMARY KEY (organization_id, connection_id, subscription_id)
);
alter table subscription_reading enable row level security;
alter table subscription_reading force row level security;

create table tie_out (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  period_start date not null,
  period_end date not null,
  created_at timestamp with time zone not null,
  verdict text not null,
  sha256 text not null,
  result text not null,
  basis text,
  constraint tie_out_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint tie_out_pkey PRIMARY KEY (organization_id, id)
);
alter table tie_out enable row level security;
alter table tie_out force row level security;

create table tie_out_decision (
  organization_id uuid not null,
  id uuid not null,
  month date not null,
  finding_key text not null,
  kind text not null,
  cost numeric not null,
  currency text not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamp with time zone not null,
  carried text,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_reason text,
  rule_id uuid,
  replaced_by uuid,
  constraint tie_out_decision_check CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)))),
  constraint tie_out_decision_check1 CHECK (((replaced_by IS NULL) OR (withdrawn_at IS NOT NULL))),
  constraint tie_out_decision_kind_check CHECK ((kind = ANY (ARRAY['accept'::text, 'carry'::text, 'credit-client'::text, 'write-off'::text, 'internal-use'::text, 'dispute'::text]))),
  constraint tie_out_decision_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint tie_out_decision_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id) REFERENCES charge_rule(organization_id, id),
  constraint tie_out_decision_pkey PRIMARY KEY (organization_id, id)
);
alter table tie_out_decision enable row level security;
alter table tie_out_decision force row level security;

create table write_off_limit (
  organization_id uuid not null,
  id bigint not null generated always as identity,
  role text not null,
  currency text not null,
  amount numeric not null,
  reason text not null,
  set_by text not null,
  set_at timestamp with time zone not null,
  constraint write_off_limit_amount_check CHECK ((amount >= (0)::numeric)),
  constraint write_off_limit_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint write_off_limit_pkey PRIMARY KEY (organization_id, id),
  constraint write_off_limit_reason_check CHECK ((reason <> ''::text)),
  constraint write_off_limit_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'approver'::text])))
);
alter table write_off_limit enable row level security;
alter table write_off_limit force row level security;

CREATE INDEX api_token_by_operator ON public.api_token USING btree (organization_id, operator_id);
CREATE UNIQUE INDEX approval_in_force ON public.approval USING btree (organization_id, run_id, client_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX charge_by_invoice_date ON public.charge USING btree (organization_id, connection_id, invoice_date);
CREATE UNIQUE INDEX charge_rule_in_force ON public.charge_rule USING btree (organization_id, lower(name)) WHERE (withdrawn_at IS NULL);
CREATE UNIQUE INDEX correction_of_posting ON public.correction USING btree (organization_id, posting_id) WHERE (state <> 'refused'::text);
CREATE UNIQUE INDEX flag_acceptance_in_force ON public.flag_acceptance USING btree (organization_id, period_start, COALESCE(client_id, ''::text), flag_sha256) WHERE (withdrawn_at IS NULL);
CREATE INDEX job_schedule_due ON public.job_schedule USING btree (next_due_at);
CREATE UNIQUE INDEX ledger_match_of_document ON public.ledger_match USING btree (organization_id, ledger_connection_id, document_id) WHERE (undone_at IS NULL);
CREATE INDEX ledger_month_reading_by_month ON public.ledger_month_reading USING btree (organization_id, ledger_connection_id, month, id);
CREATE INDEX ledger_reading_newest ON public.ledger_reading USING btree (organization_id, connection_id, id DESC);
CREATE UNIQUE INDEX month_closing_in_force ON public.month_closing USING btree (organization_id, period_start) WHERE (reopened_at IS NULL);
CREATE INDEX observation_by_record ON public.observation USING btree (organization_id, connection_id, noun, record_id, id);
CREATE UNIQUE INDEX operator_by_name ON public.operator USING btree (organization_id, lower(name));
CREATE INDEX operator_session_by_operator ON public.operator_session USING btree (organization_id, operator_id);
CREATE INDEX posting_credit_of_posting ON public.posting_credit USING btree (organization_id, posting_id);
CREATE INDEX posting_open ON public.posting USING btree (organization_id, ledger_connection_id, state, client_id);
CREATE INDEX run_by_period ON public.run USING btree (organization_id, period_start, number);
CREATE INDEX snapshot_by_day ON public.snapshot USING btree (organization_id, connection_id, day, id);
CREATE INDEX source_answer_of_connection ON public.source_answer USING btree (organization_id, connection_id, question, id DESC);
CREATE INDEX tie_out_by_period ON public.tie_out USING btree (organization_id, period_start, id DESC);
CREATE INDEX tie_out_decision_by_month ON public.tie_out_decision USING btree (organization_id, month, decided_at);
CREATE UNIQUE INDEX tie_out_decision_in_force ON public.tie_out_decision USING btree (organization_id, finding_key) WHERE (withdrawn_at IS NULL);
CREATE INDEX write_off_limit_newest ON public.write_off_limit USING btree (organization_id, role, currency, id DESC);

create policy activity_appending on activity as permissive for insert
  with check ((organization_id = current_organization_id()));
create policy activity_reading on activity as permissive for select
  using ((organization_id = current_organization_id()));
create policy activity_head_isolation on activity_head as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy api_token_isolation on api_token as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy approval_isolation on approval as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy backfill_report_isolation on backfill_report as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy billing_config_version_isolation on billing_config_version as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy charge_isolation on charge as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy charge_reading_isolation on charge_reading as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy charge_rule_isolation on charge_rule as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy connection_isolation on connection as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy connection_health_isolation on connection_health as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy correction_isolation on correction as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy cut_over_isolation on cut_over as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy document_number_isolation on document_number as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy flag_acceptance_isolation on flag_acceptance as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy imported_file_isolation on imported_file as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy job_progress_isolation on job_progress as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy job_schedule_isolation on job_schedule as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy job_schedule_scheduler on job_schedule as permissive for all
  using ((current_setting('seatledger.scope'::text, true) = 'job-scheduler'::text));
create policy ledger_match_isolation on ledger_match as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy ledger_month_reading_isolation on ledger_month_reading as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy ledger_reading_isolation on ledger_reading as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy ledger_reads_isolation on ledger_reads as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy ledger_watch_isolation on ledger_watch as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy month_closing_isolation on month_closing as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy notice_endpoint_isolation on notice_endpoint as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy observation_isolation on observation as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy operator_isolation on operator as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy operator_session_isolation on operator_session as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy organization_directory on organization as permissive for select
  using ((current_setting('seatledger.scope'::text, true) = 'organization-directory'::text));
create policy organization_isolation on organization as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy posting_isolation on posting as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy posting_attempt_isolation on posting_attempt as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy posting_company_isolation on posting_company as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy posting_credit_isolation on posting_credit as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy posting_drift_isolation on posting_drift as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy rate_limit_bucket_isolation on rate_limit_bucket as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy raw_payload_isolation on raw_payload as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy run_isolation on run as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy run_anomaly_isolation on run_anomaly as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy run_invoice_isolation on run_invoice as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy secret_isolation on secret as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy setup_link_isolation on setup_link as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy snapshot_isolation on snapshot as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy source_answer_isolation on source_answer as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy subscription_history_isolation on subscription_history as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy subscription_reading_isolation on subscription_reading as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy tie_out_isolation on tie_out as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy tie_out_decision_isolation on tie_out_decision as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
create policy write_off_limit_isolation on write_off_limit as permissive for all
  using ((organization_id = current_organization_id()))
  with check ((organization_id = current_organization_id()));
