-- grain: one row per order with an impossible amount
-- why: refunds above what was paid, or anything negative, would corrupt revenue without a trace
-- remedy: look at the order in its source, correct it there, import it again
select shard, customer_id, order_id, number, gross_cents, discount_cents, refunded_cents, cost_cents
from customer_order
where gross_cents < 0
  or discount_cents < 0
  or discount_cents > gross_cents
  or refunded_cents < 0
  or refunded_cents > gross_cents - discount_cents
  or cost_cents < 0
union all
select shard, customer_id, order_id, number, gross_cents, discount_cents, refunded_cents, cost_cents
from order_version
where gross_cents < 0
  or discount_cents < 0
  or discount_cents > gross_cents
  or refunded_cents < 0
  or refunded_cents > gross_cents - discount_cents
  or cost_cents < 0
