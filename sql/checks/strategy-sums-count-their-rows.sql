-- grain: one row per strategy whose sums of contacts that wait differ from its decisions
-- why: pages show sums, and would show contacts that wait for ever, or none where some do
-- remedy: report it with the row; what was decided is right, and what is shown is not
select s.strategy
from (
  select strategy,
    sum(case when what = 6 then number when what > 10 then -number else 0 end) as waits
  from strategy_sum
  group by strategy
) s
left join (
  select strategy, count(*) as waits
  from decision
  where outcome = 2
  group by strategy
) d on d.strategy = s.strategy
where s.waits <> coalesce(d.waits, 0)
