create table import_job (
    id             uuid primary key,
    pipeline       text        not null,
    source         text        not null,
    path           text        not null,
    request        text        not null,
    status         text        not null,
    file_sha256    text        not null,
    rows_read      bigint      not null,
    accepted       bigint      not null,
    quarantined    bigint      not null,
    skipped        bigint      not null,
    position_share double precision not null,
    error          text,
    owner          uuid,
    leased_until   timestamptz,
    created_at     timestamptz not null,
    started_at     timestamptz,
    finished_at    timestamptz,
    version        bigint      not null
);

create index import_job_open on import_job (created_at) where status in ('QUEUED', 'RUNNING');
