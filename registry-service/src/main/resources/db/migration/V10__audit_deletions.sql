-- A version or a model that is deleted needs no alias to have an entry.
alter table audit_entry alter column alias drop not null;
