-- grain: one row per customer without a profile
-- why: such a customer is on no list
-- remedy: compute all profiles again: perennial rescore --all
select c.shard, c.customer_id, c.key
from customer c
left join profile p using (shard, customer_id)
where p.customer_id is null
