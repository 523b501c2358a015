-- What strategies were called before, and what a plan told of files that are kept.

-- Not sharded, as the strategies.
create table strategy_rename (
  -- The publishing by which it happened.
  set_id integer not null,
  was text not null,
  strategy text not null,
  primary key (set_id, was)
) without rowid;

-- Up to which publishing the shard's rows are called as strategies are.
alter table shard add column strategies_renamed integer not null default 0;

-- What publishing the set would do, as JSON; null where nobody was asked.
alter table strategy_set add column impact text;
