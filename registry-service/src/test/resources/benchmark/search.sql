-- 10,000 runs with 50 metrics and 50 parameters each, 1,000 models with 10 versions each.
-- What a run has logged lies together, as when clients log it.
select setseed(0.4);

insert into experiment (name, lifecycle_stage, created_at, last_updated_at)
select 'bench-' || e, 'ACTIVE', now() - e * interval '1 minute', now() - e * interval '1 second'
from generate_series(1, 1000) e;
insert into experiment_tag (experiment_id, key, value)
select id, 'team', 'team-' || id % 10 from experiment where name like 'bench-%';

insert into run (id, experiment_id, name, user_id, status, start_time, lifecycle_stage, artifact_uri)
select 'bench' || r, e.id, 'run-' || r, 'user-' || r % 7, (array['FINISHED', 'FAILED', 'RUNNING'])[1 + r % 3],
       1700000000000 + r * 1000, 'ACTIVE', 'mlflow-artifacts:/' || e.id || '/bench' || r || '/artifacts'
from generate_series(1, 10000) r, (select id from experiment where name = 'bench-1') e;
insert into latest_metric (run_id, key, value, timestamp, step)
select 'bench' || r, 'm' || k, case when (r + k) % 100 = 0 then 'NaN' else random() end, r, 9
from generate_series(1, 10000) r, generate_series(1, 50) k order by r, k;
insert into metric (run_id, key, value, timestamp, step) select run_id, key, value, timestamp, step from latest_metric where run_id like 'bench%';
insert into param (run_id, key, value)
select 'bench' || r, 'p' || k, 'v' || floor(random() * 100)::int
from generate_series(1, 10000) r, generate_series(1, 50) k order by r, k;
insert into run_tag (run_id, key, value)
select 'bench' || r, k, k || '-' || r % 10
from generate_series(1, 10000) r, unnest(array['team', 'mlflow.source.name', 'mlflow.user']) k order by r, k;

insert into registered_model (name, created_at, last_updated_at, last_version, revision, former_champions)
select 'bench-' || m, now() - m * interval '1 minute', now() - (m * 7919 % 1000) * interval '1 second', 10, 1, '{}'
from generate_series(1, 1000) m;
insert into registered_model_tag (model_id, key, value)
select id, 'team', 'team-' || id % 10 from registered_model where name like 'bench-%';
insert into model_version (model_id, number, source, run_id, user_id, status, bundle_whole, created_at, last_updated_at)
select m.id, v, 's3://bucket/' || m.name || '/' || v, 'bench' || 1 + (m.id * 10 + v) % 10000, 'ada', 'READY', false,
       m.created_at, now() - (m.id * 7919 % 10000 + v) * interval '1 second'
from registered_model m, generate_series(1, 10) v where m.name like 'bench-%';
insert into model_version_tag (version_id, key, value)
select v.id, k, k || '-' || v.id % 10
from model_version v, unnest(array['flywheel.gate', 'flywheel.feature_set', 'team']) k where v.source like 's3://bucket/bench-%';
insert into model_alias (model_id, alias, number)
select id, a, 1 + id % 10 from registered_model, unnest(array['champion', 'challenger']) a where name like 'bench-%';
insert into rendered_log (run_id, changed_at) select id, now() - interval '1 hour' from run where id like 'bench%';
