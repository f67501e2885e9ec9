-- A snapshot's job and, once it succeeded, its manifest. The id is derived from what was asked for.
create table snapshot (
    id         text primary key,
    pipeline   text        not null,
    request    text        not null,
    position   bigint      not null,
    status     text        not null check (status in ('RUNNING', 'SUCCEEDED', 'FAILED')),
    attempts   int         not null default 0,
    error      text,
    manifest   text,
    created_at timestamptz not null,
    changed_at timestamptz not null
);

create index snapshot_running on snapshot (created_at) where status = 'RUNNING';
