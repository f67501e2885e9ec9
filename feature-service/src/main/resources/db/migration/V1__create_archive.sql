-- One row a pipeline. Whoever archives locks it until commit, so positions become visible in
-- order: "position <= P" is the same set of rows at every reading.
create table archive (
    id                   smallint generated always as identity primary key,
    pipeline             text        not null unique,
    position             bigint      not null default 0,
    event_count          bigint      not null default 0,
    entity_version_count bigint      not null default 0,
    last_event_time      timestamptz,
    changed_at           timestamptz
);

-- A partitioned table cannot be unique by a column that does not partition it: this one is.
create table event_key (
    archive_id smallint         not null,
    event_id   text collate "C" not null,
    position   bigint           not null,
    primary key (archive_id, event_id)
);

create table event (
    archive_id smallint         not null,
    position   bigint           not null,
    event_time timestamptz      not null,
    event_id   text collate "C" not null,
    event_type text             not null,
    content    text             not null
) partition by range (event_time);

create index event_place on event (archive_id, event_time, event_id);
create index event_position on event (archive_id, position);

-- Takes the months whose own partition could not be made in time.
create table event_default partition of event default;

-- Of two versions valid from the same instant, the one archived later is the truth.
create table entity_version (
    archive_id smallint         not null,
    position   bigint           not null,
    entity     text collate "C" not null,
    key        text collate "C" not null,
    valid_from timestamptz      not null,
    attributes text             not null,
    primary key (archive_id, entity, key, valid_from, position)
);

create index entity_version_place on entity_version (archive_id, valid_from, entity, key, position);
create index entity_version_position on entity_version (archive_id, position);

-- How far each Kafka partition is archived; an offset means nothing once its topic was made anew.
create table archived_offset (
    topic       text   not null,
    partition   int    not null,
    topic_id    text   not null,
    next_offset bigint not null,
    primary key (topic, partition)
);
