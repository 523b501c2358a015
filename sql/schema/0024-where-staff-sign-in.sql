-- Where staff have signed in: who guesses elsewhere does not keep them out there.

-- Of the address only the SHA-256 of staff_id and address, so that nobody reads from the table
-- where somebody was. Not sharded.
create table staff_address (
  staff_id text not null,
  address_hash text not null,
  -- The last time that they came in from there.
  signed_in_at bigint not null,
  -- Attempts from there that failed since.
  failures integer not null,
  waits_until_at bigint,
  primary key (staff_id, address_hash)
) without rowid;
