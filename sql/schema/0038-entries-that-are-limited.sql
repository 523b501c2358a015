-- What is decided once for ever, and how many enter.

-- Keys of decisions that were forgotten for their age no longer name the customer: two who turn out
-- to be one share what was decided of either. No shop has one yet: they outlive decisions of a
-- year, and strategies are younger.
drop table decided;

create table decided (
  shard integer not null,
  customer_id bytea not null,
  -- CandidateKey.Kept: of a contact, or of an entry.
  candidate_key bytea not null,
  primary key (shard, customer_id, candidate_key)
) without rowid;
