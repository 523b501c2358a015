-- Which keys were said to be one person's, where no row of alias says it itself: so that a key that
-- is taken apart leaves the others as they would be had it never been said.

-- By the ids that follow from the keys: rows are about keys and not about customers, and stay where
-- they are when customers are joined.
create table key_pair (
  shard integer not null,
  alias_id bytea not null,
  with_id bytea not null,
  -- What kinds of keys they follow from (CustomerKeyKind).
  kind smallint not null,
  with_kind smallint not null,
  said_at bigint not null,
  primary key (shard, alias_id, with_id)
) without rowid;

-- 1 where alias_id became customer_id's because other keys of the two were said to be one person's:
-- which, stands in key_pair. 0 where the two themselves were.
alter table alias add column indirect smallint not null default 0;
