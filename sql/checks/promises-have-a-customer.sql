-- grain: one row per promise of a customer who is missing
-- why: nobody can be told of it, and its code is lost
-- remedy: import the customers again from their source
select p.shard, p.customer_id, p.offer
from promise p
left join customer c using (shard, customer_id)
where c.customer_id is null
