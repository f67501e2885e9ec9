-- Every feature set that was ever declared. One whose online state is kept was filled with the
-- archive up to a position, and with Kafka from the offsets that belong to it.
create table feature_set (
    pipeline       text   not null,
    id             text   not null,
    source         text   not null,
    state          text   not null check (state in ('NEW', 'FILLING', 'READY', 'RETIRING', 'RETIRED')),
    generation     int    not null default 0,
    position       bigint not null default 0,
    event_count    bigint not null default 0,
    sent_count     bigint not null default 0,
    sent_time      timestamptz,
    sent_id        text,
    began_at       timestamptz,
    whole_at       timestamptz,
    unneeded_since timestamptz,
    changed_at     timestamptz not null,
    primary key (pipeline, id)
);
