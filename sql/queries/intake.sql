-- What was not taken.

-- name: add-intake-refusal
insert into intake_refusal (hour_at, source, reason, problem, remedy, times)
values (@hour_at, @source, @reason, @problem, @remedy, @times)
on conflict (hour_at, source, reason, problem) do update set
  times = intake_refusal.times + excluded.times;

-- name: intake-refusals
select hour_at, source, reason, problem, remedy, times
from intake_refusal
where hour_at >= @since
order by hour_at desc, source, reason, problem;

-- name: forget-intake-refusals
delete from intake_refusal where hour_at < @before;
