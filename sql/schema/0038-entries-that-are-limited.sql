-- What is decided once for ever, and how many enter.

-- Keys of decisions that were forgotten for their age no longer name the customer: two who turn out
-- to be one share what was decided of either. No shop has one yet: they outlive decisions of a
-- year, and strategies are younger.
drop table decided;

create table decided (
  shard integer not null,
  customer_id bytea not null,
  -- CandidateKey.Kept: of a contact, or of an entry.
  candidate_key bytea not null,
  primary key (shard, customer_id, candidate_key)
) without rowid;

-- Who would enter a strategy, and is counted first: by a scoring run, a file, a list, a change of
-- settings or time alone; and whoever waits because a strategy lets in so many at most.
create table waiting_entry (
  shard integer not null,
  customer_id bytea not null,
  strategy text not null,
  -- What brings the customer in, once.
  occurrence text not null,
  -- When that was.
  at bigint not null,
  -- What the strategy waited for then: Trigger.WaitsFor.
  waits_for text not null,
  -- Of an occasion its day and the last day to order for it, since 1970.
  day integer,
  order_by integer,
  -- Since when it waits.
  since_at bigint not null,
  primary key (shard, customer_id, strategy, occurrence)
) without rowid;

create index waiting_entry_by_strategy on waiting_entry (shard, strategy, at);

insert into waiting_entry (shard, customer_id, strategy, occurrence, at, waits_for, since_at)
select shard, customer_id, strategy,
  case when leaves = 1 then 'leaves:' else 'enters:' end || moved_at, moved_at,
  case when leaves = 1 then 'leaves ' else 'enters ' end || segment, moved_at
from strategy_move;
drop table strategy_move;

-- How many would enter by a date to come, counted a week before it. Days since 1970 in the shop's
-- time zone.
create table entries_ahead (
  shard integer not null,
  strategy text not null,
  day integer not null,
  number bigint not null,
  primary key (shard, strategy, day)
) without rowid;

-- Of each strategy how many entered by the hour, and what somebody has said yes to: EntryDay, as
-- JSON. Not sharded.
create table entry_day (
  strategy text not null primary key,
  body text not null
) without rowid;

-- How many entries a plan told of one occurrence, or of those who were there already; null where it
-- told of none.
alter table strategy_version add column expected integer;

-- 1 where its first contacts have gone, and nobody has said yet that it goes on: no more are handed
-- over.
alter table strategy add column holds_contacts smallint not null default 0;
