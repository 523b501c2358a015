-- Who may be one person, and by what it can be told later who is not.

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

-- The keys that a fact came under, as the ids that follow from them: its own, the strongest that
-- was said with it, and the address that was said beside a number. null where that is the
-- customer's own id, or where the fact is older than this column.
alter table customer_order add column key_id bytea;
alter table customer_order add column next_key_id bytea;
alter table order_change add column key_id bytea;
alter table order_change add column next_key_id bytea;
alter table activity add column key_id bytea;
alter table activity add column next_key_id bytea;
alter table contact add column key_id bytea;
alter table contact add column next_key_id bytea;
alter table response add column key_id bytea;
alter table response add column next_key_id bytea;

-- The key itself, behind its kind ("email:ann@example.com"), so that it can name a customer again;
-- null in rows that are older than this column.
alter table alias add column key text;
