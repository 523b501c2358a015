-- What is no limit, window or weight of a column leaves the settings for tables of its own: who may
-- call, when the shop is scored, what was on promotion, how profiles stand, how far a copy is. The
-- JSON among it is cut up in the words of each engine, in the files beside this one.

-- Stores and providers that may call, in the order of their file. Not sharded, as no table here is.
create table source (
  kind text not null,
  name text not null,
  place integer not null,
  -- Where its facts come from; null for the vendor.
  facts_source text,
  -- id, name: what orders are told apart by
  orders text not null,
  customer_prefix text not null,
  primary key (kind, name)
) without rowid;

-- By what a source is let in.
create table source_permit (
  kind text not null,
  name text not null,
  -- secret, topic
  permit text not null,
  -- The newest secret first.
  place integer not null,
  -- ${NAME} of an environment variable, a public key, or an Amazon SNS topic: never a secret
  value text not null,
  primary key (kind, name, permit, place)
) without rowid;

-- Holds a row where somebody said how the world reaches this server.
create table server_address (
  address text not null primary key
) without rowid;

-- When work of every day is done; no row for the usual time.
create table shop_time (
  -- scoring
  work text not null primary key,
  -- Minutes of the shop's day; null for never.
  minute integer
) without rowid;

-- How much was bought on promotion, as of the last scoring run: customers are measured against it.
create table promotion_month (
  -- year × 12 + month − 1
  month integer not null,
  -- '' for all together
  category text not null,
  purchases_millionths integer not null,
  value_millionths integer not null,
  depth_millionths integer not null,
  primary key (month, category)
) without rowid;

-- One row: how all profiles stand.
create table profile_state (
  state_id smallint not null primary key,
  -- 1 while columns or what they follow from have changed since profiles were computed
  needs_refold smallint not null,
  -- null while profiles hold the present's state
  folded_as_of_day integer
) without rowid;

insert into profile_state (state_id, needs_refold, folded_as_of_day)
select 1, count(*), null from setting where name = 'store.refold_needed';

-- The store that this one is a copy of, and the tables that were copied.
create table copy_origin (
  path text not null primary key
) without rowid;

create table copied_table (
  name text not null primary key,
  -- The sum of the versions of the other store's shards, and how many rows there were then.
  version bigint not null,
  row_count bigint not null
) without rowid;

insert into copy_origin (path) select value from setting where name = 'copy.from';

-- What no program has written is left out: the usual time is better than none.
insert into shop_time (work, minute)
select 'scoring', case value when 'never' then null
  else cast(substr(value, 1, 2) as integer) * 60 + cast(substr(value, 4, 2) as integer) end
from setting
where name = 'scoring_time'
  and (value = 'never'
    or (length(value) = 5 and substr(value, 3, 1) = ':'
      and ltrim(substr(value, 1, 2), '0123456789') = ''
      and ltrim(substr(value, 4, 2), '0123456789') = ''));
