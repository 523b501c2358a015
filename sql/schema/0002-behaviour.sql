-- What customers did besides buying, how they were contacted, and what came back.

-- How a discount was given (DiscountMechanism); 0 where nobody said.
alter table customer_order add column mechanism smallint not null default 0;

create table activity (
  shard integer not null,
  customer_id bytea not null,
  activity_id bytea not null,
  happened_at bigint not null,
  -- ActivityKind
  kind smallint not null,
  product_id text,
  duration_seconds integer not null,
  source text not null,
  primary key (shard, customer_id, activity_id)
) without rowid;

create table contact (
  shard integer not null,
  customer_id bytea not null,
  contact_id bytea not null,
  sent_at bigint not null,
  -- ContactChannel
  channel smallint not null,
  strategy text,
  source text not null,
  primary key (shard, customer_id, contact_id)
) without rowid;

create table response (
  shard integer not null,
  customer_id bytea not null,
  response_id bytea not null,
  responded_at bigint not null,
  -- ResponseKind
  kind smallint not null,
  channel smallint not null,
  -- The contact answered; null where the source names none.
  contact_id bytea,
  disposition text,
  source text not null,
  primary key (shard, customer_id, response_id)
) without rowid;

-- What else an import brought.
alter table file_import add column activities_added bigint not null default 0;
alter table file_import add column activities_unchanged bigint not null default 0;
alter table file_import add column contacts_added bigint not null default 0;
alter table file_import add column contacts_unchanged bigint not null default 0;
alter table file_import add column responses_added bigint not null default 0;
alter table file_import add column responses_unchanged bigint not null default 0;
