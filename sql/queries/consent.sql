-- What customers say about being contacted, and whom the shop never contacts.

-- name: put-consent
-- A statement is one row for good; of two that differ in their wording alone the greater is kept.
insert into consent (
  shard, customer_id, channel, topic, said_at, granted, basis, expires_at, source, wording,
  known_at, key_id, next_key_id)
values (
  @shard, @customer_id, @channel, @topic, @said_at, @granted, @basis, @expires_at, @source,
  @wording, @known_at, @key_id, @next_key_id)
on conflict (
  shard, customer_id, channel, topic, said_at, granted, basis, expires_at, source)
do update set wording = excluded.wording;

-- name: put-suppression
insert into suppression (shard, customer_id, channel, reason, suppressed_at, source, known_at)
values (@shard, @customer_id, @channel, @reason, @suppressed_at, @source, @known_at)
on conflict do nothing;

-- name: consents-of
select customer_id, channel, topic, said_at, granted, basis, expires_at, source, wording, known_at,
  key_id, next_key_id
from consent
where shard = @shard and customer_id = @customer_id
order by channel, topic, said_at, granted, basis, expires_at, source;

-- name: suppressions-of
select customer_id, channel, reason, suppressed_at, source, known_at
from suppression
where shard = @shard and customer_id = @customer_id
order by channel, reason, suppressed_at, source;

-- name: consents-by-channel
select customer_id, channel, topic, said_at, granted, basis, expires_at, source, wording, known_at
from consent
where channel = @channel
order by shard, customer_id;

-- name: consents-of-refusers
-- Whoever never refused need not be read where silence is a yes.
select distinct c.customer_id, c.channel, c.topic, c.said_at, c.granted, c.basis, c.expires_at,
       c.source, c.wording, c.known_at
from consent r
join consent c on c.shard = r.shard and c.customer_id = r.customer_id and c.channel = r.channel
where r.channel = @channel and r.granted = 0;

-- name: suppressions-by-channel
select customer_id, channel, reason, suppressed_at, source, known_at
from suppression
where channel = @channel
order by shard, customer_id;

-- name: delete-consent
delete from consent
where shard = @shard and customer_id = @customer_id and channel = @channel and topic = @topic
  and said_at = @said_at and granted = @granted and basis = @basis and expires_at = @expires_at
  and source = @source;
