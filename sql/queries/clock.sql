-- What a clock that was ahead has left, put into the present. The columns of one date each are
-- composed in DatedColumns; here stand those whose date is part of a key.

-- name: stays-of-now
-- Who came in while the clock was ahead is in since now.
insert into segment_member (shard, customer_id, segment, entered_at, left_at)
select shard, customer_id, segment, cast(@now as bigint), null
from segment_member
where shard = @shard and left_at is null and entered_at > @latest
on conflict (shard, customer_id, segment, entered_at) do nothing;

-- name: delete-stays-that-were-none
delete from segment_member
where shard = @shard and (entered_at > @latest or left_at < entered_at);

-- name: end-stays-before-the-next
-- Whoever came in anew had left before.
update segment_member
set left_at = (
  select min(o.entered_at)
  from segment_member o
  where o.shard = segment_member.shard and o.customer_id = segment_member.customer_id
    and o.segment = segment_member.segment and o.entered_at > segment_member.entered_at)
where shard = @shard and exists (
  select 1
  from segment_member o
  where o.shard = segment_member.shard and o.customer_id = segment_member.customer_id
    and o.segment = segment_member.segment and o.entered_at > segment_member.entered_at
    and (segment_member.left_at is null or segment_member.left_at > o.entered_at));

-- name: consents-of-now
insert into consent (
  shard, customer_id, channel, topic, said_at, granted, basis, expires_at, source, wording)
select shard, customer_id, channel, topic, cast(@now as bigint), granted, basis, expires_at, source,
  wording
from consent
where shard = @shard and said_at > @latest
on conflict do nothing;

-- name: delete-consents-ahead
delete from consent where shard = @shard and said_at > @latest;

-- name: suppressions-of-now
insert into suppression (shard, customer_id, channel, reason, suppressed_at, source)
select shard, customer_id, channel, reason, cast(@now as bigint), source
from suppression
where shard = @shard and suppressed_at > @latest
on conflict do nothing;

-- name: delete-suppressions-ahead
delete from suppression where shard = @shard and suppressed_at > @latest;

-- name: attributes-of-now
insert into customer_attribute (
  shard, customer_id, name, value, said_at, last_said_at, known_at, source, holds, number)
select shard, customer_id, name, value, cast(@now as bigint), cast(@now as bigint),
  cast(@now as bigint), source, max(holds), max(number)
from customer_attribute
where shard = @shard and said_at > @latest
group by shard, customer_id, name, value, source
on conflict (shard, customer_id, name, said_at, value) do nothing;

-- name: delete-attributes-ahead
delete from customer_attribute where shard = @shard and said_at > @latest;

-- name: cursors-ahead
update destination_cursor set leased_by = null, leased_until = 0
where shard = @shard and leased_until > @latest;

-- name: details-said
select customer_id, said_at, known_at from customer where shard = @shard and said_at is not null;

-- name: put-details-said
update customer set said_at = @said_at, known_at = @known_at
where shard = @shard and customer_id = @customer_id;

-- name: details-of-now
insert into customer_detail (shard, customer_id, detail, said_at, value, known_at)
select shard, customer_id, detail, cast(@now as bigint), value, cast(@now as bigint)
from customer_detail
where shard = @shard and said_at > @latest
on conflict do nothing;

-- name: delete-details-ahead
delete from customer_detail where shard = @shard and said_at > @latest;

-- name: product-versions-of-now
insert into product_version (
  product_id, until_at, name, category, price_cents, cost_cents, stock, sellable)
select product_id, cast(@now as bigint), name, category, price_cents, cost_cents, stock, sellable
from product_version
where until_at > @latest
order by until_at
on conflict do nothing;

-- name: delete-product-versions-ahead
delete from product_version where until_at > @latest;

-- name: setting-versions-of-now
insert into setting_version (what, name, until_at, body)
select what, name, cast(@now as bigint), body
from setting_version
where until_at > @latest
order by until_at
on conflict do nothing;

-- name: delete-setting-versions-ahead
delete from setting_version where until_at > @latest;

-- name: scoring-runs-of-now
update scoring_run set as_of_at = @now, as_of_day = @today, created_at = @created_at
where as_of_at > @latest;

-- name: intake-of-now
insert into intake_count (
  source, hour, reason, problem, remedy, events, timed, lag_ms, last_event_at, last_received_at)
select source, cast(@hour as bigint), reason, problem, max(remedy), sum(events), sum(timed), 0,
  null, cast(@now as bigint)
from intake_count
where last_received_at > @latest
group by source, reason, problem
on conflict (source, hour, reason, problem) do update
set events = intake_count.events + excluded.events, timed = intake_count.timed + excluded.timed;

-- name: delete-intake-ahead
delete from intake_count where last_received_at > @latest;

-- name: sign-ins-ahead
delete from sign_in where created_at > @latest;

-- name: pauses-ahead
update staff set locked_until_at = null where locked_until_at > @latest;

-- name: any-profile-ahead
select 1 from profile where folded_at > @latest limit 1;
