-- What there is only so much of: who waits for it, how much is taken, and what is reserved.

-- Of a contact that waits for what is scarce what it takes (Demand); null for every other.
alter table decision add column waits_for text;
-- 1 where the customer is held out, and takes nothing.
alter table decision add column is_shadow smallint not null default 0;
-- Its strategy's, in the version that it goes by.
alter table decision add column priority smallint not null default 0;

create index decision_waiting on decision (shard, waits_for, is_shadow)
where waits_for is not null;

-- How much of a resource is taken in a period: what was used, and what is reserved. Not sharded, as
-- the table after it: nobody who writes to a shard writes to these.
create table capacity (
  resource text not null,
  -- The first day of the period, since 1970 in the shop's time zone.
  period integer not null,
  -- Pieces, or cents.
  taken bigint not null,
  primary key (resource, period)
) without rowid;

-- What is reserved for some contacts of a shard, until it is known how much of it they used.
create table capacity_grant (
  grant_id text not null,
  resource text not null,
  period integer not null,
  for_shard integer not null,
  amount bigint not null,
  granted_at bigint not null,
  primary key (grant_id, resource)
) without rowid;

-- How much of what was reserved was used: written with the turns that used it. Where there is a row
-- nothing more is used by that grant.
create table capacity_use (
  shard integer not null,
  grant_id text not null,
  resource text not null,
  period integer not null,
  amount bigint not null,
  primary key (shard, grant_id, resource)
) without rowid;
