-- name: put-category-cycle
insert into category_cycle (
  shard, customer_id, category, last_day, cycle_days, cycle_days_low, cycle_days_high, expected_at,
  soon_day, late_day, very_late_day, inactive_day, p_buy_30d, p_buy_90d)
values (
  @shard, @customer_id, @category, @last_day, @cycle_days, @cycle_days_low, @cycle_days_high,
  @expected_at, @soon_day, @late_day, @very_late_day, @inactive_day, @p_buy_30d, @p_buy_90d)
on conflict (shard, customer_id, category) do update set
  last_day = excluded.last_day, cycle_days = excluded.cycle_days,
  cycle_days_low = excluded.cycle_days_low, cycle_days_high = excluded.cycle_days_high,
  expected_at = excluded.expected_at, soon_day = excluded.soon_day, late_day = excluded.late_day,
  very_late_day = excluded.very_late_day, inactive_day = excluded.inactive_day,
  p_buy_30d = excluded.p_buy_30d, p_buy_90d = excluded.p_buy_90d;

-- name: delete-category-cycle
delete from category_cycle
where shard = @shard and customer_id = @customer_id and category = @category;

-- name: forget-category-cycles
delete from category_cycle
where shard = @shard and customer_id >= @first_id and customer_id <= @last_id;

-- name: category-cycles-of
select customer_id, category, last_day, cycle_days, cycle_days_low, cycle_days_high, expected_at,
  soon_day, late_day, very_late_day, inactive_day, p_buy_30d, p_buy_90d
from category_cycle
where shard = @shard and customer_id = @customer_id
order by category;
