-- What a distributor's own data has settled that its documents leave open. Rows are only added: what was believed before
-- stays on record; the newest of a question counts.

create table source_answer (
  organization_id uuid not null references organization (id),
  id bigint generated always as identity,
  connection_id text not null,
  -- Names the question for machines, such as `credit-sign`.
  question text not null,
  asks text not null,
  state text not null check (state in ('answered', 'not-known-yet', 'contradicts-itself')),
  -- One of the question's answers; null where the data settles none.
  answer text,
  sentence text not null,
  -- What was looked at: a list of texts.
  evidence jsonb not null,
  asked_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references connection (organization_id, id),
  check ((state = 'answered') = (answer is not null))
);
create index source_answer_of_connection on source_answer (organization_id, connection_id, question, id desc);

alter table source_answer enable row level security, force row level security;
create policy source_answer_isolation on source_answer
  using (organization_id = current_organization_id())
  with check (organization_id = current_organization_id());
