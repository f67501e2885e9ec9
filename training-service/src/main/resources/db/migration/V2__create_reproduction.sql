alter table run add column requested_by text;

-- A version that is to be made again. The outcome is kept until the registry has it, and after
-- that, so that a request that comes twice is not worked on twice.
create table reproduction (
  id text primary key,
  request text not null,
  outcome text,
  received_at timestamptz not null,
  delivered_at timestamptz
);
