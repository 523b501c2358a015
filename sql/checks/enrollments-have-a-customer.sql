-- grain: one row per enrollment or decision of a customer who is missing
-- why: nobody goes on in it, and its counts are too large
-- remedy: import the customers again from their source
select e.shard, e.customer_id, e.strategy, e.occurrence
from enrollment e
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select d.shard, d.customer_id, d.strategy, d.occurrence
from decision d
left join customer c using (shard, customer_id)
where c.customer_id is null
