-- The next month's run compares with what was billed, not with why: reasons are three quarters of a document, and a
-- large run read and parsed all of them for nothing. Null on postings of earlier releases: their whole document is read.
alter table posting add column invoice_without_reasons text;
