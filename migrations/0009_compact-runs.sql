-- What a run reads and writes most, in forms that take less time. Both columns may be null: then the text beside counts.

-- What the text of a config version says, as JSON: each run reads it, and reading YAML takes many times as long. The
-- text stays what was applied.
alter table billing_config_version add column config_values text;

-- The invoice document (canonical JSON, UTF-8) as raw DEFLATE (RFC 1951). Its reasons say the same things over and over;
-- the program makes it small in a fraction of the time that the server takes for the text.
alter table run_invoice add column invoice_deflated bytea;
alter table run_invoice alter column invoice_deflated set storage external;
