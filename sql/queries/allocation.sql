-- What contacts add, and what became of what was scarce.

-- name: measured-values
select band, channel, offer, value_thousandths, low_thousandths, high_thousandths, measured_on,
  source
from measured_value
order by band, channel, offer;

-- name: delete-measured-values
delete from measured_value;

-- name: add-measured-value
insert into measured_value (
  band, channel, offer, value_thousandths, low_thousandths, high_thousandths, measured_on, source)
values (@band, @channel, @offer, @value, @low, @high, @measured_on, @source);

-- name: planning-runs
select resource, day, planned_at, is_by_value, is_money, capacity, wanted, taken, price_thousandths,
  value_thousandths, bound_thousandths
from planning_run
order by day desc, resource
limit @most;

-- name: planned-on
select resource from planning_run where day = @day;

-- name: add-planning-run
insert into planning_run (
  resource, day, planned_at, is_by_value, is_money, capacity, wanted, taken, price_thousandths,
  value_thousandths, bound_thousandths)
values (
  @resource, @day, @planned_at, @is_by_value, @is_money, @capacity, @wanted, @taken, @price, @value,
  @bound)
on conflict (resource, day) do update set
  planned_at = excluded.planned_at,
  is_by_value = planning_run.is_by_value * excluded.is_by_value,
  is_money = excluded.is_money,
  capacity = planning_run.taken + excluded.capacity,
  wanted = planning_run.taken + excluded.wanted,
  taken = planning_run.taken + excluded.taken,
  price_thousandths = excluded.price_thousandths,
  value_thousandths = planning_run.value_thousandths + excluded.value_thousandths,
  bound_thousandths = planning_run.bound_thousandths + excluded.bound_thousandths;
