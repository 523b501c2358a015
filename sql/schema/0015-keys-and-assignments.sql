-- When a customer's key was written as it is, and who is in which arm of which experiment.

-- null where the key can be written in one way only, or was stored before this was kept
alter table customer add column key_said_at bigint;

-- A ledger: a row is added when somebody is drawn, and never changed. Of a customer who was two
-- when they were drawn there are two rows of an experiment; the earliest counts, of one instant
-- that of the smaller assigned_id.
create table assignment (
  shard integer not null,
  customer_id bytea not null,
  experiment text not null,
  -- Another version of its arms and weights draws everybody anew.
  version text not null,
  -- The id that the customer had when they were drawn.
  assigned_id bytea not null,
  -- '' for those who were drawn for none
  arm text not null,
  -- Of which part of the customers the arm was filled; '' where all were drawn alike.
  stratum text not null,
  assigned_at bigint not null,
  primary key (shard, customer_id, experiment, version, assigned_id)
) without rowid;

-- Until now arms followed from the key each time. Shops that may have some write them down at the
-- next scoring run at the latest, by the keys that customers have today.
insert into setting (name, value)
select 'store.refold_needed', '1' from setting where name = 'options'
on conflict do nothing;
