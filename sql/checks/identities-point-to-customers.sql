-- grain: one row per key, detail of before, consent, suppression, attribute or household whose
-- customer is missing
-- why: a search would find nobody, and a consent would stand for nobody
-- remedy: import the customers again from their source
select i.shard, i.customer_id, i.kind as what
from identity i
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select d.shard, d.customer_id, 'detail'
from customer_detail d
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select s.shard, s.customer_id, 'consent'
from consent s
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select s.shard, s.customer_id, 'suppression'
from suppression s
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select s.shard, s.customer_id, 'attribute'
from customer_attribute s
left join customer c using (shard, customer_id)
where c.customer_id is null
union all
select s.shard, s.customer_id, 'household'
from household s
left join customer c using (shard, customer_id)
where c.customer_id is null
