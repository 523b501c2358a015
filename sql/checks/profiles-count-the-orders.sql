-- grain: one row per profile whose number of orders or revenue is not that of the orders
-- why: profiles are written in the transaction of the facts; here one was changed alone
-- remedy: compute all profiles again: perennial rescore --all
select p.shard, p.customer_id, p.orders, p.revenue,
  count(o.order_id) as counted,
  coalesce(sum(o.gross_cents - o.discount_cents - o.refunded_cents), 0) as added_up
from profile p
left join customer_order o
  on o.shard = p.shard and o.customer_id = p.customer_id and o.placed_at <= p.folded_at
-- A profile of an earlier day does not know what became of orders since.
where not exists (
    select 1 from order_change c
    where c.shard = p.shard and c.customer_id = p.customer_id and c.changed_at > p.folded_at)
  and not exists (
    select 1 from order_version v
    join customer_order s
      on s.shard = v.shard and s.customer_id = v.customer_id and s.order_id = v.order_id
    where v.shard = p.shard and v.customer_id = p.customer_id and s.said_at > p.folded_at)
group by p.shard, p.customer_id, p.orders, p.revenue
having p.orders is distinct from sum(
    case
      when o.order_id is null then 0
      when o.refunded_cents > 0 and o.refunded_cents >= o.gross_cents - o.discount_cents then 0
      else 1
    end)
  or p.revenue is distinct from
    coalesce(sum(o.gross_cents - o.discount_cents - o.refunded_cents), 0)
