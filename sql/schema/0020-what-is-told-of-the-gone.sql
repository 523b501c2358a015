-- What destinations are told of customers who are gone, and what they are not sent.

-- 1 where a row tells that a customer was erased or is another now. It holds the keys by which the
-- tools know the customer, and stays until it was told although the customer is erased.
alter table outbox add column gone smallint not null default 0;
update outbox set gone = 1 where change like '{"erased":true%';

-- What was not sent to a destination, and why.
create table unsent (
  shard integer not null,
  destination text not null,
  reason text not null,
  changes bigint not null,
  last_at bigint not null,
  primary key (shard, destination, reason)
) without rowid;

-- What waits for one customer is found without looking at what waits for the others.
create index delivery_of_customer on delivery (shard, destination, customer_id, sequence);
