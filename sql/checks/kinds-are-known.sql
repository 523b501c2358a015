-- grain: one row per fact of a kind, channel or mechanism that this program does not know
-- why: it would be counted as nothing; a newer program or another hand wrote it
-- remedy: use the newest version of perennial
select shard, customer_id, activity_id as fact_id, 'activity' as what, kind, 0 as channel
from activity
where (kind not between 1 and 19 and kind <> 255) or duration_seconds < 0
  or value_hundredths not between 0 and 100 * scale or scale not between 1 and 100
  or (value_hundredths is null) <> (scale is null)
union all
select shard, customer_id, contact_id, 'contact', 0, channel
from contact
where channel not between 1 and 5
union all
select shard, customer_id, response_id, 'response', kind, channel
from response
where kind not between 1 and 8 or channel not between 1 and 5
union all
select shard, customer_id, order_id, 'order', mechanism, 0
from customer_order
where mechanism not between 0 and 8
union all
select shard, customer_id, null, 'consent', basis, channel
from consent
where channel not between 1 and 5 or basis not between 0 and 5
union all
select shard, customer_id, null, 'suppression', reason, channel
from suppression
where channel not between 1 and 5 or reason not between 1 and 3
