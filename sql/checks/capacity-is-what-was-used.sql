-- grain: one row per resource and period of which another amount is taken than used and reserved
-- why: more would go than there is, or less than there could
-- remedy: report it with the row; the next period is counted anew
select c.resource, c.period, c.taken, coalesce(u.used, 0) + coalesce(g.reserved, 0) as should_be
from capacity c
left join (
  select resource, period, sum(amount) as used
  from capacity_use x
  where not exists (
    select 1 from capacity_grant y where y.grant_id = x.grant_id and y.resource = x.resource)
  group by resource, period
) u on u.resource = c.resource and u.period = c.period
left join (
  select resource, period, sum(amount) as reserved
  from capacity_grant
  group by resource, period
) g on g.resource = c.resource and g.period = c.period
where c.taken <> coalesce(u.used, 0) + coalesce(g.reserved, 0)
