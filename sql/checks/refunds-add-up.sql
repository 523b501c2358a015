-- grain: one row per order whose refunds, one by one, come to more than was given back of it
-- why: rules that ask for refunds would count money that the order's own sum does not know
-- remedy: import the order again from its source
select c.shard, c.customer_id, c.order_id, o.refunded_cents, sum(c.given_cents) as given_cents
from order_change c
join customer_order o
  on o.shard = c.shard and o.customer_id = c.customer_id and o.order_id = c.order_id
group by c.shard, c.customer_id, c.order_id, o.refunded_cents
having sum(c.given_cents) > o.refunded_cents or min(c.given_cents) < 0
