-- The serving state of each model, as model-events told it last.
create table serving (
    pipeline    text        primary key,
    revision    bigint      not null,
    champion    integer
);

-- Every version that was ever served, where its bundle is, and its reference once it was downloaded.
create table model_version (
    pipeline    text        not null,
    version     integer     not null,
    bundle      text        not null,
    reference   bytea,
    primary key (pipeline, version)
);

-- How far each partition of the prediction log and the outcomes has been counted.
create table log_position (
    topic               text        not null,
    kafka_partition     integer     not null,
    next_offset         bigint      not null,
    greatest_event_time timestamptz,
    primary key (topic, kafka_partition)
);

-- A pipeline's clock, totals, and what has been asked of training.
create table watched_pipeline (
    pipeline         text        primary key,
    clock            timestamptz,
    outcome_clock    timestamptz,
    predictions_seen bigint      not null default 0,
    outcomes_seen    bigint      not null default 0,
    outcomes_joined  bigint      not null default 0,
    champion         integer,
    last_request_at  timestamptz,
    fruitless        integer     not null default 0,
    gave_up          boolean     not null default false
);

-- How far a version has been judged, its baseline, and its open episodes.
create table watched_version (
    pipeline      text        not null,
    version       integer     not null,
    drift_until   timestamptz,
    quality_until timestamptz,
    drift         text        not null,
    quality       text        not null,
    baseline      text,
    primary key (pipeline, version)
);

-- Counts of one version in one window of event time.
create table observation_window (
    pipeline    text        not null,
    version     integer     not null,
    start_at    timestamptz not null,
    end_at      timestamptz not null,
    predictions bigint      not null,
    counts      bytea       not null,
    primary key (pipeline, version, start_at)
);

create index observation_window_end on observation_window (pipeline, end_at);

-- How good the answers of one window turned out, once its label window has closed.
create table window_quality (
    pipeline    text        not null,
    version     integer     not null,
    start_at    timestamptz not null,
    end_at      timestamptz not null,
    counts      text        not null,
    primary key (pipeline, version, start_at)
);

-- Predictions whose label window is still open.
create table pending_prediction (
    pipeline      text             not null,
    prediction_id text             not null,
    version       integer          not null,
    event_time    timestamptz      not null,
    user_group    smallint         not null,
    score         double precision,
    ranking       text,
    primary key (pipeline, prediction_id)
);

create index pending_prediction_time on pending_prediction (pipeline, version, event_time);

-- Outcomes that wait for their prediction or for its window to close.
create table outcome (
    pipeline      text             not null,
    prediction_id text             not null,
    outcome_id    text             not null,
    happened_at   timestamptz      not null,
    label         double precision not null,
    candidate     text,
    joined        boolean          not null default false,
    primary key (pipeline, prediction_id, outcome_id)
);

create index outcome_time on outcome (pipeline, happened_at);

create table drift_judgement (
    pipeline    text             not null,
    version     integer          not null,
    start_at    timestamptz      not null,
    end_at      timestamptz      not null,
    predictions bigint           not null,
    share       double precision not null,
    breached    boolean          not null,
    detail      text             not null,
    judged_at   timestamptz      not null,
    primary key (pipeline, version, start_at)
);

create table quality_judgement (
    pipeline    text             not null,
    version     integer          not null,
    start_at    timestamptz      not null,
    end_at      timestamptz      not null,
    predictions bigint           not null,
    joined      bigint           not null,
    metrics     text             not null,
    judgement   text,
    breached    boolean          not null,
    judged_at   timestamptz      not null,
    primary key (pipeline, version, start_at)
);

create table alert (
    alert_id  text        primary key,
    pipeline  text        not null,
    version   integer     not null,
    kind      text        not null,
    severity  text        not null,
    summary   text        not null,
    evidence  text        not null,
    raised_at timestamptz not null
);

create index alert_time on alert (pipeline, raised_at);

create table retrain_request (
    request_id   text        primary key,
    pipeline     text        not null,
    version      integer     not null,
    cause        text        not null,
    status       text        not null check (status in ('REQUESTED', 'AWAITING_APPROVAL')),
    evidence     text        not null,
    requested_at timestamptz not null
);

create index retrain_request_time on retrain_request (pipeline, requested_at);

-- What leaves for Kafka, written in the transaction that decided it.
create table outbox (
    id         bigint generated always as identity primary key,
    topic      text  not null,
    record_key text  not null,
    body       bytea not null
);
