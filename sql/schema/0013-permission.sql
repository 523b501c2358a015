-- Whom the shop may contact, by which channel and about what; apart from who was erased.

-- Keys of customers who were erased, each as the customer id that would follow from it: a hash,
-- from which the key cannot be read, but by which the same person is recognised: whatever comes in
-- under it is refused. A key's row stands in the shard in which a customer of that id would.
create table erased_key (
  shard integer not null,
  erased_id bytea not null,
  -- The customer who was erased.
  customer_id bytea not null,
  reason text not null,
  erased_at bigint not null,
  primary key (shard, erased_id)
) without rowid;
insert into erased_key (shard, erased_id, customer_id, reason, erased_at)
select shard, suppressed_id, customer_id, reason, suppressed_at from suppression;
drop table suppression;

-- Never contact this customer by this channel. What the customer does is taken in as ever. Rows are
-- added and never changed.
create table suppression (
  shard integer not null,
  customer_id bytea not null,
  -- ContactChannel
  channel smallint not null,
  -- SuppressionReason
  reason smallint not null,
  suppressed_at bigint not null,
  source text not null,
  primary key (shard, customer_id, channel, reason, suppressed_at, source)
) without rowid;

-- What is known to have been for ever comes along: complaints, and addresses that do not exist.
insert into suppression (shard, customer_id, channel, reason, suppressed_at, source)
select shard, customer_id, channel, 1, min(responded_at), min(source)
from response where kind = 6
group by shard, customer_id, channel;
insert into suppression (shard, customer_id, channel, reason, suppressed_at, source)
select shard, customer_id, channel, 2, min(responded_at), min(source)
from response where kind = 5 and lower(disposition) in ('hard', 'hard bounce', 'permanent')
group by shard, customer_id, channel;

-- What customers say about being contacted, every statement by itself: rows are added and never
-- changed, so that it can be shown who said what when, and the order in which they come does not
-- matter. No row means that nobody asked.
alter table consent rename to consent_before;
create table consent (
  shard integer not null,
  customer_id bytea not null,
  -- ContactChannel
  channel smallint not null,
  -- '' for everything by this channel
  topic text not null,
  said_at bigint not null,
  granted smallint not null,
  -- ConsentBasis; 0 where nobody said
  basis smallint not null,
  -- 9223372036854775807 for a consent that lasts
  expires_at bigint not null,
  source text not null,
  -- What the customer read and agreed to; '' where nobody said
  wording text not null,
  primary key (shard, customer_id, channel, topic, said_at, granted, basis, expires_at, source)
) without rowid;
insert into consent (
  shard, customer_id, channel, topic, said_at, granted, basis, expires_at, source, wording)
select shard, customer_id, channel, '', said_at, granted, 0, 9223372036854775807, source, ''
from consent_before;
drop table consent_before;

-- Most customers never refuse: those who did are found without reading the others.
create index consent_refused on consent (channel, shard, customer_id) where granted = 0;

-- The topic that an unsubscription is about; null for everything by its channel.
alter table response add column topic text;
update response set topic = disposition where kind = 7 and disposition like 'group %';
