-- grain: one row per customer of the ledger of experiments who is missing
-- why: nobody is in the arm, and its group is counted too large
-- remedy: import the customers again from their source
select distinct a.shard, a.customer_id
from assignment a
left join customer c using (shard, customer_id)
where c.customer_id is null
