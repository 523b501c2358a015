-- grain: one row per order whose customer is missing
-- why: such an order is in no profile
-- remedy: import the customers again from their source
select o.shard, o.customer_id, o.order_id, o.number
from customer_order o
left join customer c using (shard, customer_id)
where c.customer_id is null
