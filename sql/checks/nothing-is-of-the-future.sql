-- grain: one row per date later than tomorrow
-- why: nothing that is over lies ahead; a computer's clock was ahead when this was written
-- remedy: see that the clock is right now, then put it into the present: perennial doctor --repair
with clock as (select cast(@latest as bigint) as latest)
select what, shard, customer, at
from (
  select 'order' as what, shard, customer_id as customer, placed_at as at from customer_order
  union all
  select 'order' as what, shard, customer_id, said_at from customer_order
  union all
  select 'refund' as what, shard, customer_id, changed_at from order_change
  union all
  select 'activity' as what, shard, customer_id, happened_at from activity
  union all
  select 'activity' as what, shard, customer_id, known_at from activity
  union all
  select 'contact' as what, shard, customer_id, sent_at from contact
  union all
  select 'contact' as what, shard, customer_id, known_at from contact
  union all
  select 'response' as what, shard, customer_id, responded_at from response
  union all
  select 'response' as what, shard, customer_id, known_at from response
  union all
  select 'consent' as what, shard, customer_id, said_at from consent
  union all
  select 'attribute' as what, shard, customer_id, last_said_at from customer_attribute
  union all
  select 'suppression' as what, shard, customer_id, suppressed_at from suppression
  union all
  select 'customer' as what, shard, customer_id, first_seen_at from customer
  union all
  select 'customer' as what, shard, customer_id, began_at from customer
  union all
  select 'detail' as what, shard, customer_id, said_at from customer_detail
  union all
  select 'product version' as what, null, null, until_at from product_version
  union all
  select 'setting version' as what, null, null, until_at from setting_version
  union all
  select 'alias' as what, shard, alias_id, said_at from alias
  union all
  select 'stay' as what, shard, customer_id, entered_at from segment_member
  union all
  select 'stay' as what, shard, customer_id, left_at from segment_member
  union all
  select 'profile' as what, shard, customer_id, folded_at from profile
  union all
  select 'next delivery' as what, shard, null, next_try_at from destination_cursor
  union all
  select 'delivery lease' as what, shard, null, leased_until from destination_cursor
  union all
  select 'next delivery' as what, shard, customer_id, next_attempt_at from delivery
  union all
  select 'scoring_run' as what, null, null, as_of_at from scoring_run
  union all
  select 'sign-in' as what, null, null, created_at from sign_in
  union all
  select 'sign-in' as what, null, null, locked_until_at from staff
  union all
  select 'events counted' as what, null, null, last_received_at from intake_count
) dated
join clock on dated.at > clock.latest
