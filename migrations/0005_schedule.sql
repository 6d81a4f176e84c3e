-- A source that can be read is synced every night unless the operator has said otherwise. Taking its schedule away is
-- such a word, and must outlast the next start of the server, which gives every other source its schedule.
alter table connection add column syncs_on_schedule boolean not null default true;
