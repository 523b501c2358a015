-- Forgetting one person. The rows of all tables about customers are found by the schema
-- (CustomerTables); what needs more than deleting stands here.

-- name: customer-to-erase
select key_kind, key, email, phone
from customer
where shard = @shard and customer_id = @customer_id;

-- name: identities-of-customer
select kind, value
from identity
where shard = @shard and customer_id = @customer_id
order by kind, value;

-- name: aliases-to
select alias_id from alias where shard = @shard and customer_id = @customer_id order by alias_id;

-- name: delete-alias
delete from alias where shard = @shard and alias_id = @alias_id;

-- name: pass-alias-on
update alias set customer_id = @customer_id, kind = @kind
where shard = @shard and alias_id = @alias_id;

-- name: keep-erased-totals
-- Hours in UTC, as in orders-by-hour.
insert into erased_total (shard, hour, orders, net_cents)
select shard, placed_at / 3600000,
       sum(case when refunded_cents > 0 and refunded_cents >= gross_cents - discount_cents
                then 0 else 1 end),
       sum(gross_cents - discount_cents - refunded_cents)
from customer_order
where shard = @shard and customer_id = @customer_id
group by shard, placed_at / 3600000
on conflict (shard, hour) do update
set orders = erased_total.orders + excluded.orders,
    net_cents = erased_total.net_cents + excluded.net_cents;

-- name: erased-totals
select hour, sum(orders), sum(net_cents)
from erased_total
where hour <= @last_hour
group by hour
order by hour;

-- name: keep-erased-key
-- Who was erased before stays so for the first reason.
insert into erased_key (shard, erased_id, customer_id, reason, erased_at)
values (@shard, @erased_id, @customer_id, @reason, @erased_at)
on conflict (shard, erased_id) do nothing;

-- name: any-erased-key
select 1 from erased_key where shard = @shard limit 1;

-- name: erased-keys-of
select erased_id
from erased_key
where shard = @shard and erased_id = @customer_id;

-- name: scoring-run-texts
select scoring_run_id, scoring_run_json from scoring_run order by scoring_run_id;

-- name: set-scoring-run-text
update scoring_run set scoring_run_json = @scoring_run_json where scoring_run_id = @scoring_run_id;
