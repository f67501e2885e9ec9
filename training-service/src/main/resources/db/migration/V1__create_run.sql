create table run (
  id uuid primary key,
  pipeline text not null,
  cause text not null,
  request_id text unique,
  test_from timestamptz,
  promote boolean not null,
  lists_at_most integer not null,
  state text not null,
  attempt integer not null,
  cancel_requested boolean not null,
  summary text,
  findings text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  revision bigint not null
);

create index run_by_pipeline on run (pipeline, created_at desc);

-- One run at a time per pipeline, also with several replicas.
create unique index run_at_a_step on run (pipeline)
  where state in ('SNAPSHOT', 'VALIDATE', 'TRAIN', 'EVALUATE', 'REGISTER', 'PROMOTE');

create table run_step (
  run_id uuid not null references run (id) on delete cascade,
  position integer not null,
  step text not null,
  attempt integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (run_id, position)
);

create table run_log (
  id bigint generated always as identity primary key,
  run_id uuid not null references run (id) on delete cascade,
  logged_at timestamptz not null,
  message text not null
);

create index run_log_by_run on run_log (run_id, id);

-- db-scheduler's table, as its documentation gives it.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index scheduled_tasks_by_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_last_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_by_priority on scheduled_tasks (priority desc, execution_time asc);
