-- How far prepared rows were made: of what was archived at or before the position, everything up
-- to and including the place (event_time, event_id).
create table fold_progress (
    pipeline         text   not null,
    feature_set      text   not null,
    position         bigint not null default 0,
    event_time       timestamptz,
    event_id         text,
    row_count        bigint not null default 0,
    late_event_count bigint not null default 0,
    primary key (pipeline, feature_set)
);
