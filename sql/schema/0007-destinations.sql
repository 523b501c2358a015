-- The tools that receive columns and segments, and how far each of them is.

-- Not sharded. What a destination needs to know, without its secrets, stands in settings as JSON.
create table destination (
  name text not null primary key,
  kind text not null,
  settings text not null,
  loaded_at bigint not null,
  -- Why nothing is sent any more: it asked never to be called again. null while it is in use.
  disabled text
) without rowid;

-- How far a destination has read the outbox of a shard. Whoever works on it holds the lease.
create table destination_cursor (
  shard integer not null,
  destination text not null,
  -- Everything up to here was delivered, or stands in delivery.
  sequence bigint not null,
  -- 1 while all customers are sent for the first time; first_from is the last who was sent.
  first_sync smallint not null,
  first_from bytea,
  leased_by text,
  leased_until bigint not null,
  -- Failures one after the other of the destination as a whole, why, and when to ask it again.
  failures integer not null,
  problem text,
  next_try_at bigint not null,
  delivered bigint not null,
  delivered_at bigint,
  primary key (shard, destination)
) without rowid;

-- Changes that were not taken: waiting to be sent again, or given up (dead letters).
create table delivery (
  shard integer not null,
  destination text not null,
  sequence bigint not null,
  customer_id bytea not null,
  changed_at bigint not null,
  -- As in the outbox, which need not keep it for this.
  change text not null,
  -- 0 waiting, 1 given up
  state smallint not null,
  attempts integer not null,
  next_attempt_at bigint not null,
  error text not null,
  primary key (shard, destination, sequence, customer_id)
) without rowid;

create index delivery_due on delivery (shard, destination, state, next_attempt_at);
