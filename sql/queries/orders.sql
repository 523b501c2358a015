-- name: add-order
insert into customer_order (
  shard, customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, source, said_at, lines_said_at, said_refunded_cents,
  known_at, total_cents, refunded_at, key_id, next_key_id)
values (
  @shard, @customer_id, @order_id, @placed_at, @gross_cents, @discount_cents, @refunded_cents,
  @cost_cents, @flags, @mechanism, @number, @source, @said_at, @lines_said_at,
  @said_refunded_cents, @known_at, @total_cents, @refunded_at, @key_id, @next_key_id);

-- name: put-order
-- The source is that of whoever first brought the order.
insert into customer_order (
  shard, customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, source, said_at, lines_said_at, said_refunded_cents,
  known_at, total_cents, refunded_at, key_id, next_key_id)
values (
  @shard, @customer_id, @order_id, @placed_at, @gross_cents, @discount_cents, @refunded_cents,
  @cost_cents, @flags, @mechanism, @number, @source, @said_at, @lines_said_at,
  @said_refunded_cents, @known_at, @total_cents, @refunded_at, @key_id, @next_key_id)
on conflict (shard, customer_id, order_id) do update
set placed_at = excluded.placed_at, gross_cents = excluded.gross_cents,
    discount_cents = excluded.discount_cents, refunded_cents = excluded.refunded_cents,
    cost_cents = excluded.cost_cents, flags = excluded.flags, mechanism = excluded.mechanism,
    number = excluded.number, said_at = excluded.said_at,
    lines_said_at = excluded.lines_said_at, said_refunded_cents = excluded.said_refunded_cents,
    known_at = excluded.known_at, total_cents = excluded.total_cents,
    refunded_at = excluded.refunded_at,
    key_id = excluded.key_id, next_key_id = excluded.next_key_id;

-- name: known-orders
select customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, source, said_at, lines_said_at, said_refunded_cents, known_at,
  total_cents, refunded_at, key_id, next_key_id
from customer_order
where shard = @shard and customer_id = @customer_id
order by order_id;

-- name: changes-of-customer
select customer_id, order_id, change_id, changed_at, refunded_cents, source, key_id, next_key_id,
  known_at, unit, line, quantity, given_cents
from order_change
where shard = @shard and customer_id = @customer_id
order by order_id, change_id;

-- name: add-order-change
insert into order_change (
  shard, customer_id, order_id, change_id, changed_at, refunded_cents, source, known_at, unit, line,
  quantity, given_cents, key_id, next_key_id)
values (
  @shard, @customer_id, @order_id, @change_id, @changed_at, @refunded_cents, @source, @known_at,
  @unit, @line, @quantity, @given_cents, @key_id, @next_key_id);

-- name: set-change-given
-- By others that come before it.
update order_change set given_cents = @given_cents
where shard = @shard and customer_id = @customer_id and order_id = @order_id
  and change_id = @change_id;

-- name: changes
-- In the order of the primary key, beside the orders.
select customer_id, order_id, change_id, changed_at, refunded_cents, source, key_id, next_key_id,
  known_at, unit, line, quantity, given_cents
from order_change
where shard = @shard
order by customer_id, order_id, change_id;

-- name: order-version
select customer_id, order_id, said_at, known_at, gross_cents, discount_cents, refunded_cents,
  refunded_at, total_cents, cost_cents, flags, mechanism, number, lines
from order_version
where shard = @shard and customer_id = @customer_id and order_id = @order_id and said_at = @said_at;

-- name: put-order-version
insert into order_version (
  shard, customer_id, order_id, said_at, known_at, gross_cents, discount_cents, refunded_cents,
  refunded_at, total_cents, cost_cents, flags, mechanism, number, lines)
values (
  @shard, @customer_id, @order_id, @said_at, @known_at, @gross_cents, @discount_cents,
  @refunded_cents, @refunded_at, @total_cents, @cost_cents, @flags, @mechanism, @number, @lines)
on conflict (shard, customer_id, order_id, said_at) do update
set known_at = excluded.known_at, gross_cents = excluded.gross_cents,
    discount_cents = excluded.discount_cents, refunded_cents = excluded.refunded_cents,
    refunded_at = excluded.refunded_at, total_cents = excluded.total_cents,
    cost_cents = excluded.cost_cents, flags = excluded.flags, mechanism = excluded.mechanism,
    number = excluded.number, lines = excluded.lines;

-- name: versions-of-customer
select customer_id, order_id, said_at, known_at, gross_cents, discount_cents, refunded_cents,
  refunded_at, total_cents, cost_cents, flags, mechanism, number, lines
from order_version
where shard = @shard and customer_id = @customer_id
order by order_id, said_at;

-- name: versions
select customer_id, order_id, said_at, known_at, gross_cents, discount_cents, refunded_cents,
  refunded_at, total_cents, cost_cents, flags, mechanism, number, lines
from order_version
where shard = @shard
order by customer_id, order_id, said_at;

-- name: delete-versions-of-order
delete from order_version
where shard = @shard and customer_id = @customer_id and order_id = @order_id;

-- name: delete-changes-of-order
delete from order_change
where shard = @shard and customer_id = @customer_id and order_id = @order_id;

-- name: orders-of-customer
select customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, refunded_at, known_at
from customer_order
where shard = @shard and customer_id = @customer_id
order by order_id;

-- name: orders
-- In the order of the primary key: customer by customer.
select customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, refunded_at
from customer_order
where shard = @shard
order by customer_id, order_id;

-- name: statements-of-customer
select customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, said_at, lines_said_at, said_refunded_cents, known_at, total_cents,
  refunded_at
from customer_order
where shard = @shard and customer_id = @customer_id
order by order_id;

-- name: statements-with-keys
-- And the key that each came under.
select customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, said_at, lines_said_at, said_refunded_cents, known_at, total_cents,
  refunded_at, key_id
from customer_order
where shard = @shard and customer_id = @customer_id
order by order_id;

-- name: statements
-- With what a look back asks besides.
select customer_id, order_id, placed_at, gross_cents, discount_cents, refunded_cents, cost_cents,
  flags, mechanism, number, said_at, lines_said_at, said_refunded_cents, known_at, total_cents,
  refunded_at
from customer_order
where shard = @shard
order by customer_id, order_id;

-- name: add-line
insert into order_line (
  shard, customer_id, order_id, line, product_id, quantity, gross_cents, discount_cents,
  refunded_quantity)
values (
  @shard, @customer_id, @order_id, @line, @product_id, @quantity, @gross_cents, @discount_cents,
  @refunded_quantity);

-- name: lines-of-customer
select customer_id, order_id, product_id, quantity, gross_cents, discount_cents, refunded_quantity
from order_line
where shard = @shard and customer_id = @customer_id
order by order_id, line;

-- name: lines
-- In the order of the primary key, so that they stream beside the orders.
select customer_id, order_id, product_id, quantity, gross_cents, discount_cents, refunded_quantity
from order_line
where shard = @shard
order by customer_id, order_id, line;

-- name: delete-lines-of-order
delete from order_line
where shard = @shard and customer_id = @customer_id and order_id = @order_id;

-- name: delete-order
delete from customer_order
where shard = @shard and customer_id = @customer_id and order_id = @fact_id;

-- name: delete-change
delete from order_change
where shard = @shard and customer_id = @customer_id and change_id = @fact_id;

-- name: any-order
select 1 from customer_order limit 1;

-- name: orders-by-hour
-- Hours in UTC, which fall whole into the days of every time zone whose offset is whole hours; the
-- half-hour zones shift half an hour's orders at month ends. Fully returned orders are no purchase.
select placed_at / 3600000 as hour,
       sum(case when refunded_cents > 0 and refunded_cents >= gross_cents - discount_cents
                then 0 else 1 end) as orders,
       sum(gross_cents - discount_cents - refunded_cents) as net_cents
from customer_order
where placed_at <= @as_of
group by placed_at / 3600000
order by 1;

-- name: owner-of-order
-- Of several customers under whom it stands, always the same one.
select customer_id from customer_order where order_id = @order_id order by customer_id limit 1;

-- name: add-waiting-change
insert into waiting_change (
  order_id, change_id, changed_at, known_at, refunded_cents, unit, line, quantity, source)
values (
  @order_id, @change_id, @changed_at, @known_at, @refunded_cents, @unit, @line, @quantity, @source)
on conflict do nothing;

-- name: waiting-changes
-- For orders that are asked for by their ids, as customers are elsewhere.
select order_id, change_id, changed_at, known_at, refunded_cents, unit, line, quantity, source
from waiting_change
where @shard >= 0 and order_id = @customer_id
order by change_id;

-- name: orders-waited-for
-- Orders that are there, and changes of them that wait.
select distinct w.order_id
from waiting_change w
join customer_order o on o.order_id = w.order_id
where w.order_id > @after
order by w.order_id
limit @most;

-- name: holders-of-order
-- Whoever has an order, with each change that is known of it there.
select o.order_id, o.customer_id, c.change_id, c.changed_at, c.known_at, c.refunded_cents, c.unit,
  c.line, c.quantity, c.source
from customer_order o
left join order_change c
  on c.shard = o.shard and c.customer_id = o.customer_id and c.order_id = o.order_id
where @shard >= 0 and o.order_id = @customer_id
order by o.customer_id, c.change_id;

-- name: delete-waiting-change
delete from waiting_change where order_id = @order_id and change_id = @change_id;
