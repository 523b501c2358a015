-- Forgetting one person. The rows of all tables about customers are found by the schema
-- (CustomerTables); what needs more than deleting stands here.

-- name: customer-to-erase
select key_kind, key, email, phone
from customer
where shard = @shard and customer_id = @customer_id;

-- name: words-of-customer
select key, first_name, last_name, email, phone, address1, address2
from customer
where shard = @shard and customer_id = @customer_id;

-- name: words-of-customer-before
-- Names, addresses and numbers that others have replaced; not where somebody lives.
select value from customer_detail
where shard = @shard and customer_id = @customer_id and detail <= 5;

-- name: shards-with-problem
select shard from destination_cursor where problem is not null group by shard order by shard;

-- name: forget-problem
-- What another tool answered may repeat whom it was told of.
update destination_cursor set problem = null
where shard = @shard and replace(problem, @word, '') <> problem;

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

-- name: traces-from
select next_page from trace_cleaning;

-- name: traces-are-left
-- From the first page on, also where others were being cleaned.
insert into trace_cleaning (cleaning_id, next_page) values (1, 1)
on conflict (cleaning_id) do update set next_page = 1;

-- name: traces-clean-before
update trace_cleaning set next_page = @next_page;

-- name: traces-are-clean
delete from trace_cleaning where next_page = @next_page;

-- name: note-erasure-notices
-- Whatever still tells of the customer's end, also by a key of before.
insert into erasure_notice (shard, customer_id, sequence, erased_at)
select shard, customer_id, sequence, @erased_at
from outbox
where shard = @shard and customer_id = @customer_id
union
select shard, customer_id, sequence, @erased_at
from delivery
where shard = @shard and customer_id = @customer_id
on conflict (shard, customer_id, sequence) do nothing;

-- name: erasure-notices
select shard, customer_id, sequence, erased_at
from erasure_notice
order by shard, customer_id, sequence;

-- name: delete-told-notice
-- Where every destination in use is past it.
delete from outbox
where shard = @shard and sequence = @sequence
  and sequence <= coalesce(
    (select min(c.sequence)
      from destination_cursor c
      join destination d on d.name = c.destination and d.disabled is null
      where c.shard = @shard), @otherwise);

-- name: notice-is-left
select 1 from outbox where shard = @shard and sequence = @sequence
union all
select 1 from delivery
where shard = @shard and sequence = @sequence and customer_id = @customer_id;

-- name: delete-notice-entry
delete from outbox where shard = @shard and sequence = @sequence;

-- name: delete-notice-deliveries
delete from delivery
where shard = @shard and sequence = @sequence and customer_id = @customer_id;

-- name: delete-erasure-notice
delete from erasure_notice
where shard = @shard and customer_id = @customer_id and sequence = @sequence;
