-- Where migrations have a role of their own, the service's role owns nothing and is given what it needs. Of the audit
-- trail it gets neither the right to change what is there nor any to take such a right back.
do $$
begin
    if current_user <> '${service}' then
        grant usage on schema ${flyway:defaultSchema} to "${service}";
        grant select, insert, update, delete on all tables in schema ${flyway:defaultSchema} to "${service}";
        grant usage on all sequences in schema ${flyway:defaultSchema} to "${service}";
        revoke update, delete, truncate, references, trigger on audit_entry, carried_entry from "${service}";
        revoke all on flyway_schema_history from "${service}";
        grant select on flyway_schema_history to "${service}";
    end if;
end
$$;
