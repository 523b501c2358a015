-- grain: one row per profile without a customer
-- why: nobody can be contacted through it, yet it would be counted
-- remedy: import the customers again from their source
select p.shard, p.customer_id
from profile p
left join customer c using (shard, customer_id)
where c.customer_id is null
