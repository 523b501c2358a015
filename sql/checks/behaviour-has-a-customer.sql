-- grain: one row per activity, contact or response whose customer is missing
-- why: such a fact is in no profile
-- remedy: import the customers again from their source
select f.shard, f.customer_id, f.activity_id as fact_id, 'activity' as what
from activity f
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select f.shard, f.customer_id, f.contact_id, 'contact'
from contact f
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select f.shard, f.customer_id, f.response_id, 'response'
from response f
left join customer c using (shard, customer_id)
where c.customer_id is null
