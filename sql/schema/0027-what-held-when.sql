-- What held when: since when customers are there, what their details were, and what the shop said
-- of itself and of its products before. Versions are kept of what was replaced alone: what nobody
-- has replaced since stands where it always stood.

-- The earliest instant as of which anybody says that the customer was there; null where that is
-- when they were first seen. A fact may be earlier still.
alter table customer add column began_at bigint;
-- When each detail was first known, in the form of said_at; null where that is when it was said,
-- as it is of whatever a file says without a date.
alter table customer add column known_at text;

-- Details that a later statement has replaced, or that were heard after it. With those of the
-- customer they are all that was said, whichever was heard first.
create table customer_detail (
  shard integer not null,
  customer_id bytea not null,
  -- The place of the detail among those of the customer, from 0.
  detail smallint not null,
  said_at bigint not null,
  -- The birthday as its day since 1970.
  value text not null,
  known_at bigint not null,
  primary key (shard, customer_id, detail, said_at, value)
) without rowid;

-- When the shop first knew of it; null in rows older than the column: when it was said.
alter table consent add column known_at bigint;
alter table suppression add column known_at bigint;
alter table alias add column known_at bigint;

-- What was known of a product until an instant. What holds now stands in product; what held at an
-- instant is the first version that ended after it. Not sharded, as the table after it.
create table product_version (
  product_id text not null,
  until_at bigint not null,
  name text,
  category text,
  price_cents bigint,
  cost_cents bigint,
  stock integer,
  sellable smallint,
  primary key (product_id, until_at)
) without rowid;

-- What the shop said of itself until an instant: a setting, all sources as JSON, when work is done.
-- Null where nothing was said: then the default held.
create table setting_version (
  -- setting, sources, shop_time
  what text not null,
  name text not null,
  until_at bigint not null,
  body text,
  primary key (what, name, until_at)
) without rowid;

-- When a version of a segment was taken out of force; null while it is in force, and of those that
-- were removed before this was kept.
alter table segment add column ended_at bigint;
update segment
set ended_at = (
  select min(n.created_at)
  from segment n
  where n.name = segment.name and n.version > segment.version)
where active = 0;
