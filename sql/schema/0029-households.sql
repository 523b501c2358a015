-- Who lives at one address, by the address that holds now; whoever's address names no house is in
-- none.
create table household (
  shard integer not null,
  customer_id bytea not null,
  -- Of the folded address.
  household_id bytea not null,
  primary key (shard, customer_id)
) without rowid;

create index household_by_id on household (household_id);
