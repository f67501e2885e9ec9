-- What is deleted stays as a row, emptied: a model's versions are numbered on behind those that are gone, and its revision
-- goes on growing, as consumers of model-events ignore a revision that they have.
alter table registered_model
    add column user_id    text,
    add column deleted_at timestamptz,
    -- The model whose old name this row keeps.
    add column renamed_to bigint references registered_model on delete set null;

-- The stage that was asked for. The champion's is Production, whatever stands here.
alter table model_version
    add column stage      text not null default 'NONE' check (stage in ('NONE', 'STAGING', 'ARCHIVED')),
    add column deleted_at timestamptz;

-- A source may be longer than what an index takes.
drop index model_version_by_run;
create index model_version_by_run on model_version (run_id);

-- Which versions share the files of a directory.
create index model_version_by_bundle on model_version (bundle_path text_pattern_ops) where bundle_whole;
