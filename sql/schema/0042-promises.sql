-- Offers as they were told to customers: each stands until its deadline, whatever becomes of the
-- offer.
create table promise (
  shard integer not null,
  customer_id bytea not null,
  -- The contact that told it, or is about to: while that is planned, nobody has heard of it yet.
  contact_id bytea not null,
  offer text not null,
  -- What it holds for: "everything", "subscription", "category NAME", "product NUMBER"
  applies_to text not null,
  -- Of products at a price the lowest; null for other offers
  price_cents bigint,
  -- ContactChannel
  channel smallint not null,
  made_at bigint not null,
  -- The last day of the shop's on which it holds, days since 1970
  last_day integer not null,
  -- 1 where it would have been told to somebody who is held out
  is_phantom smallint not null,
  -- Null where another tool told it.
  strategy text,
  occurrence text,
  code text,
  -- The offer as it was then, as JSON
  terms text not null,
  -- When it was found to bind no more before its last day: an order has used it up, or the call
  -- that was to tell it reached nobody. Null while neither is so.
  closed_at bigint,
  primary key (shard, customer_id, contact_id)
) without rowid;

create index promise_by_code on promise (shard, code) where code is not null;

-- Of the offer of a decision: why it was left out, which earlier promise was told in its place,
-- and until when it holds.
alter table decision add column offer_left_out text;
alter table decision add column carries text;
alter table decision add column offer_last_day integer;

-- Codes of which each customer gets one. Not of a shard: whoever decides takes one in a
-- transaction of its own.
create table offer_code (
  offer text not null,
  code text not null,
  -- The contact that it goes with; null while it is free.
  contact_id bytea,
  -- The shard of that customer
  given_in integer,
  given_at bigint,
  -- 1 once the promise that it goes with was found to be written
  is_settled smallint not null default 0,
  primary key (offer, code)
) without rowid;

create index offer_code_unsettled on offer_code (given_in, given_at)
where is_settled = 0 and contact_id is not null;
create unique index offer_code_by_contact on offer_code (offer, contact_id)
where contact_id is not null;
