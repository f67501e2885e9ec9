create table import_schedule (
    pipeline    text        not null,
    import_name text        not null,
    schedule    text        not null,
    next_at     timestamptz not null,
    primary key (pipeline, import_name)
);
