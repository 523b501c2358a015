-- grain: one row per customer who is due in a strategy and would never be looked at
-- why: the enrollment stands still
-- remedy: perennial stop NAME, then perennial start NAME: everybody is asked anew
select e.shard, e.customer_id, e.strategy, e.occurrence
from enrollment e
left join customer_strategy c using (shard, customer_id)
where e.ended_as is null and e.due_at is not null
  and (c.customer_id is null or c.due_at is null or c.due_at > e.due_at)
  and not exists (select 1 from strategy s where s.strategy = e.strategy and s.state = 2)
