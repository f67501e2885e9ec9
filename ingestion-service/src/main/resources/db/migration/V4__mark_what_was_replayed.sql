create table quarantine_replay (
    pipeline    text        not null,
    event_id    text        not null,
    replayed_at timestamptz not null,
    primary key (pipeline, event_id)
);
