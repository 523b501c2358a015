-- grain: one row per line without its order or its product
-- why: such a line is counted nowhere
-- remedy: import the orders again from their source
select l.shard, l.customer_id, l.order_id, l.line, l.product_id
from order_line l
left join customer_order o using (shard, customer_id, order_id)
left join product p on p.product_id = l.product_id
where o.order_id is null or p.product_id is null
