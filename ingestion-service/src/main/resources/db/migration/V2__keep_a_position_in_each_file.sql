create table import_file (
    import_job_id  uuid             not null references import_job (id) on delete cascade,
    number         integer          not null,
    path           text             not null,
    sha256         text,
    rows_read      bigint           not null,
    accepted       bigint           not null,
    quarantined    bigint           not null,
    skipped        bigint           not null,
    position_share double precision not null,
    finished       boolean          not null,
    primary key (import_job_id, number)
);

insert into import_file
select id, 0, path, file_sha256, rows_read, accepted, quarantined, skipped, position_share,
       status = 'SUCCEEDED'
from import_job;

alter table import_job
    drop column file_sha256,
    drop column rows_read,
    drop column accepted,
    drop column quarantined,
    drop column skipped,
    drop column position_share,
    add column import_name text not null default '';

create index import_job_latest on import_job (pipeline, created_at desc);
