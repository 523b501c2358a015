-- What is said of customers beyond who they are: their language, time zone and owner, the shop's
-- own attributes, dates of people they buy for.

-- A value from when it was first said until it was last said without another between; of several
-- the one said last holds.
create table customer_attribute (
  shard integer not null,
  customer_id bytea not null,
  -- As the shop declared it; of a date of somebody else date:LABEL/RECIPIENT.
  name text not null,
  -- Empty where it was taken back.
  value text not null,
  said_at bigint not null,
  last_said_at bigint not null,
  -- When this shop first knew of it.
  known_at bigint not null,
  source text not null,
  -- 1 where it is the value that holds.
  holds smallint not null,
  -- What it is compared by where its attribute is ordered: the number, the day since 1970-01-01, 1
  -- for yes and 0 for no.
  number double precision,
  -- The keys under which it was said, as those of facts.
  key_id bytea,
  next_key_id bytea,
  primary key (shard, customer_id, name, said_at, value)
) without rowid;

-- The keys that a statement about being contacted came under, as those of facts; null in rows that
-- are older than this column.
alter table consent add column key_id bytea;
alter table consent add column next_key_id bytea;
