-- Two customers who may be one person, though nobody said so in so many words.

-- Of each pair two rows, so that either finds the other. A pair stays where it is when one of the
-- two turns out to be somebody else: whoever reads it asks what the ids have become.
create table possible_duplicate (
  shard integer not null,
  customer_id bytea not null,
  other_id bytea not null,
  said_at bigint not null,
  -- 1 where a person said that they are two
  settled smallint not null,
  primary key (shard, customer_id, other_id)
) without rowid;
