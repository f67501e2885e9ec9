-- Who wants to be told of which events, and where.
create table webhook (
    id              uuid primary key,
    seq             bigint      not null generated always as identity,
    name            text        not null,
    description     text,
    url             text        not null,
    events          text[]      not null,
    secret          text,
    status          text        not null,
    failures        integer     not null default 0,
    created_at      timestamptz not null,
    last_updated_at timestamptz not null
);

-- What is to be told, written in the transaction of the change, and what became of it.
create table webhook_delivery (
    id              uuid primary key,
    seq             bigint      not null generated always as identity,
    webhook_id      uuid        not null references webhook on delete cascade,
    event           text        not null,
    model           text        not null,
    body            text        not null,
    status          text        not null,
    attempts        integer     not null,
    created_at      timestamptz not null,
    due_at          timestamptz not null,
    finished_at     timestamptz,
    response_status integer,
    error           text
);

create index webhook_delivery_by_webhook on webhook_delivery (webhook_id, seq);
create index webhook_delivery_pending on webhook_delivery (webhook_id, seq)
    where status = 'PENDING';
