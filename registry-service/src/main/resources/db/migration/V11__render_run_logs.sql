-- What a run has logged as answers show it: a search reads a row a run instead of a hundred. Null from when something is
-- logged until the run has been quiet for a while. Whoever changes what JSON of it looks like sets all of them to null.
create table rendered_log (
    run_id     text        primary key references run,
    json       text,
    changed_at timestamptz not null
);

-- A page reads a thousand of them; unpacking would take longer than reading.
alter table rendered_log alter column json set storage external;

create index rendered_log_missing on rendered_log (run_id) where json is null;

insert into rendered_log (run_id, changed_at) select id, now() from run;
