-- What lies at a path below the artifact proxy. The bytes are in the artifact store.
-- "C" keeps the files of a directory together, so that a prefix is a range of the key.
create table artifact (
    path      text collate "C" primary key,
    digest    text        not null,
    bytes     bigint      not null,
    sealed    boolean     not null,
    stored_at timestamptz not null
);
