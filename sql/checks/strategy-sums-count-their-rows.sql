-- grain: one row per shard and strategy whose sums of contacts that wait differ from its decisions
-- why: pages show sums, and would show contacts that wait for ever, or none where some do
-- remedy: report it with the row; what was decided is right, and what is shown is not
select s.shard, s.strategy
from (
  select shard, strategy,
    sum(case when what = 6 then number when what > 10 then -number else 0 end) as waits
  from strategy_sum
  group by shard, strategy
) s
left join (
  select shard, strategy, count(*) as waits
  from decision
  where outcome = 2
  group by shard, strategy
) d on d.shard = s.shard and d.strategy = s.strategy
where s.waits <> coalesce(d.waits, 0)
