-- What is left to be done after somebody was erased.

-- Holds a row where rows that were deleted may still be read in the store's files: from which page
-- on they have to be cleaned. Not sharded.
create table trace_cleaning (
  cleaning_id smallint not null primary key,
  next_page bigint not null
) without rowid;

-- Holds a row in a copy that was made to be brought back. Not sharded.
create table backup_stamp (
  taken_at bigint not null primary key,
  place text not null
) without rowid;

-- Entries of the outbox that tell destinations of an erasure by the person's own keys: gone when
-- they are told, or after thirty days.
create table erasure_notice (
  shard integer not null,
  customer_id bytea not null,
  -- Of the entry in the outbox.
  sequence bigint not null,
  erased_at bigint not null,
  primary key (shard, customer_id, sequence)
) without rowid;

insert into erasure_notice (shard, customer_id, sequence, erased_at)
select shard, customer_id, sequence, at from outbox where gone = 1;
