-- Customers, what they bought, and the profiles that follow.
--
-- Types are those of PostgreSQL that SQLite reads too. `without rowid` clusters a table by its
-- primary key: one customer's facts lie side by side, and a shard streams customer by customer.
-- Instants are milliseconds since 1970 in UTC; money is cents; days are days since 1970-01-01.
-- Foreign keys are not declared: bulk loads would pay for them on every row, and facts may arrive
-- before what they point at. The queries in checks/ look for dangling rows instead.

create table shard (
  shard integer not null primary key,
  -- Raised by every transaction that changes anything in the shard, which locks this row first.
  version bigint not null,
  -- The version at which every profile was last rewritten, by a scoring run or a full refold.
  rescored_version bigint not null
);

-- A customer's own key stands here: from it follows customer_id, so it needs no look-up.
create table customer (
  shard integer not null,
  customer_id bytea not null,
  key_kind text not null,
  key text not null,
  first_name text,
  last_name text,
  email text,
  phone text,
  address1 text,
  address2 text,
  city text,
  region text,
  postcode text,
  country text,
  birthday integer,
  source text not null,
  first_seen_at bigint not null,
  -- The shard's version when this row last changed.
  version bigint not null,
  primary key (shard, customer_id)
) without rowid;

create index customer_by_version on customer (shard, version);

-- Further keys a customer is known by: an e-mail address or a telephone number, normalised.
-- Two customers may share one (a household), so looking one up may find several.
create table identity (
  shard integer not null,
  customer_id bytea not null,
  kind text not null,
  value text not null,
  primary key (shard, customer_id, kind, value)
) without rowid;

create index identity_by_value on identity (kind, value);

-- What a customer last said about being contacted. No row means: never asked, so no consent.
create table consent (
  shard integer not null,
  customer_id bytea not null,
  channel smallint not null,
  granted smallint not null,
  source text not null,
  said_at bigint not null,
  primary key (shard, customer_id, channel)
) without rowid;

create table customer_order (
  shard integer not null,
  customer_id bytea not null,
  order_id bytea not null,
  placed_at bigint not null,
  gross_cents bigint not null,
  discount_cents bigint not null,
  refunded_cents bigint not null,
  -- null where the cost of the goods is not known
  cost_cents bigint,
  -- 1 subscription, 2 gift; added up
  flags smallint not null,
  number text,
  source text not null,
  primary key (shard, customer_id, order_id)
) without rowid;

create table order_line (
  shard integer not null,
  customer_id bytea not null,
  order_id bytea not null,
  line integer not null,
  product_id text not null,
  quantity integer not null,
  gross_cents bigint not null,
  discount_cents bigint not null,
  refunded_quantity integer not null,
  primary key (shard, customer_id, order_id, line)
) without rowid;

-- Not sharded. Rows may carry a picture, so they are not clustered by key.
create table product (
  product_id text not null primary key,
  name text,
  category text,
  price_cents bigint,
  cost_cents bigint,
  image text,
  description text,
  stock integer,
  sellable smallint
);

-- One row per customer. The columns of the catalogue are added by the program when it opens the
-- store: a new catalogue entry is no migration
-- (docs/decisions/0006-profile-columns-follow-the-catalogue.md).
create table profile (
  shard integer not null,
  customer_id bytea not null,
  -- The shard's version when this profile was last folded.
  version bigint not null,
  -- The instant as of which it was folded: facts after it are not in it.
  folded_at bigint not null,
  -- When time alone changes a column; null for never.
  next_change_at bigint,
  -- The run whose cut points gave the scores; null before the first.
  scoring_run_id bigint,
  primary key (shard, customer_id)
) without rowid;

create index profile_due on profile (shard, next_change_at) where next_change_at is not null;
create index profile_by_version on profile (shard, version);

create table scoring_run (
  scoring_run_id bigint not null primary key,
  as_of_at bigint not null,
  as_of_day integer not null,
  created_at bigint not null,
  customers integer not null,
  run_json text not null
);

-- Shop name, currency, time zone and whatever else is set for the whole shop.
create table setting (
  name text not null primary key,
  value text not null
);

-- What was imported, when, and what came of it.
create table file_import (
  import_id bigint not null primary key,
  source text not null,
  file text not null,
  imported_at bigint not null,
  customers_added bigint not null,
  customers_updated bigint not null,
  customers_unchanged bigint not null,
  orders_added bigint not null,
  orders_updated bigint not null,
  orders_unchanged bigint not null,
  report_json text not null
);
