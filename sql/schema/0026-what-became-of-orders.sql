-- What became of an order, and what it was before, each with the instant at which it was true and
-- the instant at which the shop first knew of it.

-- Of the statement that stands in the row: when it was first known; null in rows that are older
-- than this column, which count as known when the order was placed.
alter table customer_order add column known_at bigint;
-- Paid in all, tax and shipping included; null where nobody said.
alter table customer_order add column total_cents bigint;
-- From when what the statement says was given back counts; null for the order's own instant.
alter table customer_order add column refunded_at bigint;

-- null in rows that are older than this column, which count as known when they happened.
alter table order_change add column known_at bigint;
-- What refunded_cents is of: 0 the goods, 1 all that was paid, tax and shipping included; and 2
-- more where it is all that had been given back by then.
alter table order_change add column unit smallint not null default 0;
-- The line that came back, from 0, and how many units of it; null and 0 where that is not known.
alter table order_change add column line integer;
alter table order_change add column quantity integer not null default 0;

-- Statements of orders that are not the latest. What stands in customer_order is, so that whoever
-- asks about the present reads nothing here.
create table order_version (
  shard integer not null,
  customer_id bytea not null,
  order_id bytea not null,
  said_at bigint not null,
  known_at bigint,
  gross_cents bigint not null,
  discount_cents bigint not null,
  -- what the statement says was given back, and from when that counts
  refunded_cents bigint not null,
  refunded_at bigint,
  total_cents bigint,
  cost_cents bigint,
  flags smallint not null,
  mechanism smallint not null,
  number text,
  -- JSON, without what came back by a dated change; null where the statement has none
  lines text,
  primary key (shard, customer_id, order_id, said_at)
) without rowid;

-- Changes of orders that nobody has told of yet: whose they are is not known. Not sharded: written
-- and read beside the shards' transactions.
create table waiting_change (
  order_id bytea not null,
  change_id bytea not null,
  changed_at bigint not null,
  known_at bigint,
  refunded_cents bigint not null,
  unit smallint not null,
  line integer,
  quantity integer not null,
  source text not null,
  primary key (order_id, change_id)
) without rowid;

-- Until now a change waited with whoever told of it.
insert into waiting_change (
  order_id, change_id, changed_at, known_at, refunded_cents, unit, line, quantity, source)
select c.order_id, c.change_id, min(c.changed_at), null, min(c.refunded_cents), 0, null, 0,
  min(c.source)
from order_change c
left join customer_order o
  on o.shard = c.shard and o.customer_id = c.customer_id and o.order_id = c.order_id
where o.order_id is null
group by c.order_id, c.change_id;
