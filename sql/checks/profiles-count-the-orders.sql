-- grain: one row per profile whose number of orders or revenue is not that of the orders
-- why: profiles are written in the transaction of the facts; here one was changed alone
-- remedy: compute all profiles again: perennial rescore --all
select p.shard, p.customer_id, p.orders, p.revenue,
  count(o.order_id) as counted,
  coalesce(sum(o.gross_cents - o.discount_cents - o.refunded_cents), 0) as added_up
from profile p
left join customer_order o
  on o.shard = p.shard and o.customer_id = p.customer_id and o.placed_at <= p.folded_at
group by p.shard, p.customer_id, p.orders, p.revenue
having p.orders is distinct from sum(
    case
      when o.order_id is null then 0
      when o.refunded_cents > 0 and o.refunded_cents >= o.gross_cents - o.discount_cents then 0
      else 1
    end)
  or p.revenue is distinct from
    coalesce(sum(o.gross_cents - o.discount_cents - o.refunded_cents), 0)
