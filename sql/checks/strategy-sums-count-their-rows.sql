-- grain: one row per strategy and sum that is not what its rows add up to
-- why: pages show sums, and would show too many or too few
-- remedy: report it with the row; what was decided is right, and what is shown is not
--
-- What sums are of: 1 enrollments, 3 those that ended, 4 refused entries, 6 contacts, 10 and an
-- outcome contacts by it. Of what is gone no row is kept: 8 and 9 are enrollments, under way and
-- ended; 20 and an outcome are decisions. Over all shards: where a shop is cut into more of them,
-- sums stay in the one in which they were counted.
select strategy, what, sum(number) as off_by
from (
  select strategy, what, number
  from strategy_sum
  where what in (1, 3, 4, 6) or what between 11 and 19
  union all
  select strategy, 1, -number from strategy_sum where what in (8, 9)
  union all
  select strategy, 3, -number from strategy_sum where what = 9
  union all
  select strategy, 6, -number from strategy_sum where what between 21 and 29
  union all
  select strategy, case what when 20 then 4 else what - 10 end, -number
  from strategy_sum
  where what between 20 and 29 and what <> 22
  union all
  select strategy, 1, -count(*) from enrollment group by strategy
  union all
  select strategy, 3, -count(*)
  from enrollment
  where ended_as is not null
  group by strategy
  union all
  select strategy, 6, -count(*) from decision where outcome > 0 group by strategy
  union all
  select strategy, case outcome when 0 then 4 else 10 + outcome end, -count(*)
  from decision
  where outcome not in (2, 8)
  group by strategy, outcome
) s
group by strategy, what
having sum(number) <> 0
