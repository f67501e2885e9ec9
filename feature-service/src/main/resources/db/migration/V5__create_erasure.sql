-- How many keys were erased: whoever writes to the archive sees at once whether it knows them all.
alter table archive add column erasure_count int not null default 0;

-- An erased key is known again by its HMAC-SHA-256 under this salt, and by nothing else.
create table erasure_salt (
    pipeline text  primary key,
    salt     bytea not null
);

-- The key itself is here only until everything of it is gone.
create table erasure (
    id              uuid        primary key,
    pipeline        text        not null,
    entity          text        not null,
    key_field       text        not null,
    key_hash        text        not null,
    key             text,
    step            text        not null check (step in ('ARCHIVE', 'ROWS', 'SNAPSHOTS', 'ONLINE', 'DONE')),
    step_since      timestamptz not null,
    error           text,
    events          bigint      not null default 0,
    entity_versions bigint      not null default 0,
    requested_at    timestamptz not null,
    finished_at     timestamptz,
    unique (pipeline, key_hash)
);

create index erasure_unfinished on erasure (requested_at) where step <> 'DONE';

-- Who asked, when and why: also for a key that was erased before.
create table erasure_request (
    id           bigint      generated always as identity primary key,
    erasure_id   uuid        not null references erasure (id),
    requested_by text        not null,
    requested_at timestamptz not null,
    reason       text        not null
);

create index erasure_request_of on erasure_request (erasure_id, id);

-- The snapshots that held the entity; their files are gone.
create table erased_snapshot (
    erasure_id   uuid   not null references erasure (id),
    snapshot_id  text   not null,
    rows_sha256  text   not null,
    lists_sha256 text   not null,
    row_count    bigint not null,
    primary key (erasure_id, snapshot_id)
);

-- How many online states each instance of the service has removed; no row before it looked.
create table erased_state (
    erasure_id  uuid   not null references erasure (id),
    instance    text   not null,
    state_count bigint not null,
    primary key (erasure_id, instance)
);
