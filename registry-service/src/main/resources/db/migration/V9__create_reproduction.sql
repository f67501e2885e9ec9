-- Attempts of training to make a version again. The outcome is JSON, as training brought it.
create table reproduction (
    id           uuid        primary key,
    version_id   bigint      not null references model_version on delete cascade,
    requested_at timestamptz not null,
    requested_by text        not null,
    outcome      text
);

create index reproduction_by_version on reproduction (version_id, requested_at desc);

-- A second request finds the one that is under way.
create unique index reproduction_under_way on reproduction (version_id) where outcome is null;
