-- grain: one row per statement of an order that is not there
-- why: what an order was before is told of orders that there are
-- remedy: import the orders again from their source
select v.shard, v.customer_id, v.order_id, v.said_at
from order_version v
left join customer_order o
  on o.shard = v.shard and o.customer_id = v.customer_id and o.order_id = v.order_id
where o.order_id is null
