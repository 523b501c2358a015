-- What it takes to write events in whatever order they arrive, and to tell others what followed.

-- The number of the shard's last outbox row; numbers are never given twice.
alter table shard add column outbox_sequence bigint not null default 0;

-- Whose profile was computed anew by which version of the shard. Its rows are added at the end,
-- where an index on profile would be torn at another place by every event.
create table changed_profile (
  shard integer not null,
  version bigint not null,
  customer_id bytea not null,
  primary key (shard, version, customer_id)
) without rowid;
insert into changed_profile (shard, version, customer_id)
select shard, version, customer_id from profile;
drop index profile_by_version;

-- When each detail was said: one instant for all of them, or eleven separated by commas, in the
-- order of the columns above. Of two statements the later one counts, whichever arrives first.
alter table customer add column said_at text;

-- When what stands in the row was true, and when its lines were.
alter table customer_order add column said_at bigint not null default 0;
alter table customer_order add column lines_said_at bigint not null default 0;
-- What the statement itself says was given back; refunded_cents also knows the changes.
alter table customer_order add column said_refunded_cents bigint not null default 0;
update customer_order set said_refunded_cents = refunded_cents;

-- What its source calls it, where that says more than its kind.
alter table activity add column name text;

-- Refunds and cancellations. One may be here before its order is.
create table order_change (
  shard integer not null,
  customer_id bytea not null,
  order_id bytea not null,
  change_id bytea not null,
  changed_at bigint not null,
  -- -1 for everything
  refunded_cents bigint not null,
  source text not null,
  primary key (shard, customer_id, order_id, change_id)
) without rowid;

-- A further key of a customer: the id that follows from the key, and whose facts it names now. The
-- row stands in the shard of alias_id, so that whoever holds the key finds it without a search.
create table alias (
  shard integer not null,
  alias_id bytea not null,
  customer_id bytea not null,
  said_at bigint not null,
  -- 1 while facts that came under the key have still to be moved
  pending smallint not null,
  -- 1 where the key is the shop's own number, which hardly ever is another's
  external smallint not null,
  -- What kind of key customer_id follows from (CustomerKeyKind): the strongest names the customer.
  kind smallint not null,
  -- What was known of the customer that the key was, until it is moved: JSON.
  known text,
  primary key (shard, alias_id)
) without rowid;

-- A refund names its order alone: whose it is has to be found.
create index customer_order_by_id on customer_order (order_id);

create index alias_pending on alias (shard, alias_id) where pending = 1;
create index alias_external on alias (shard, alias_id) where external = 1;

-- What changed, customer by customer, for destinations to be told.
create table outbox (
  shard integer not null,
  sequence bigint not null,
  customer_id bytea not null,
  at bigint not null,
  change text not null,
  primary key (shard, sequence)
) without rowid;
