-- What each change gave back of an order's goods beyond what had been given back before: what the
-- order's own statement says counts first, and no more is given back than was paid. What came back
-- at one instant is one refund, however many lines it was of: the last of its changes has it.
alter table order_change add column given_cents bigint not null default 0;

with told as (
  select c.shard, c.customer_id, c.order_id, c.change_id, c.changed_at,
    o.gross_cents - o.discount_cents as net, coalesce(o.total_cents, 0) as total,
    case when coalesce(o.refunded_at, o.placed_at) <= c.changed_at then o.said_refunded_cents
      else 0 end as said,
    max(case when c.refunded_cents < 0 then 1 else 0 end) over w as everything,
    cast(sum(case when c.unit = 0 and c.refunded_cents > 0 then c.refunded_cents else 0 end) over w
      as bigint) as goods,
    cast(sum(case when c.unit = 1 and c.refunded_cents > 0 then c.refunded_cents else 0 end) over w
      as bigint) as paid,
    max(case when c.unit = 2 then c.refunded_cents else 0 end) over w as goods_up_to,
    max(case when c.unit = 3 then c.refunded_cents else 0 end) over w as paid_up_to
  from order_change c
  join customer_order o
    on o.shard = c.shard and o.customer_id = c.customer_id and o.order_id = c.order_id
  window w as (partition by c.shard, c.customer_id, c.order_id order by c.changed_at)
),
-- Of all that was paid as much as of the goods; by floating point where whole numbers would not do.
in_goods as (
  select shard, customer_id, order_id, change_id, changed_at, net, said, everything,
    goods + case when total <= 0 then paid
      when net > 2000000000 or paid > 2000000000
        then cast(cast(net as double precision) * paid / total as bigint)
      else (net * paid + total / 2) / total end as single,
    goods_up_to as one_sum,
    case when total <= 0 then paid_up_to
      when net > 2000000000 or paid_up_to > 2000000000
        then cast(cast(net as double precision) * paid_up_to / total as bigint)
      else (net * paid_up_to + total / 2) / total end as other_sum
  from told
),
summed as (
  select shard, customer_id, order_id, change_id, changed_at, net, said,
    case when everything > 0 or single >= net or one_sum >= net or other_sum >= net then net
      when single >= one_sum and single >= other_sum then single
      when one_sum >= other_sum then one_sum else other_sum end as given
  from in_goods
),
step as (
  select shard, customer_id, order_id, change_id, said, given,
    coalesce(max(given) over (partition by shard, customer_id, order_id order by changed_at
      range between unbounded preceding and 1 preceding), 0) as before,
    row_number() over (partition by shard, customer_id, order_id, changed_at
      order by change_id desc) as place
  from summed
)
update order_change
set given_cents = case when step.given > step.said then step.given else step.said end
  - case when step.before > step.said then step.before else step.said end
from step
where step.place = 1 and step.shard = order_change.shard
  and step.customer_id = order_change.customer_id
  and step.order_id = order_change.order_id and step.change_id = order_change.change_id;
