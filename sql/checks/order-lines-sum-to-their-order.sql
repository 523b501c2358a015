-- grain: one row per order with lines whose value differs from the order's
-- why: the columns per product and category follow from lines, those of the customer from orders
-- remedy: import the orders again from their source; if it stays, the source's lines do not add up
select o.shard, o.customer_id, o.order_id, o.number, o.gross_cents, sum(l.gross_cents) as line_cents
from customer_order o
join order_line l using (shard, customer_id, order_id)
-- a later statement without lines leaves those that were said before it
where o.lines_said_at >= o.said_at
group by o.shard, o.customer_id, o.order_id, o.number, o.gross_cents
having sum(l.gross_cents) <> o.gross_cents
