-- What was not taken.

-- name: add-refusal
insert into refusal (hour_at, source, reason, problem, remedy, times)
values (@hour_at, @source, @reason, @problem, @remedy, @times)
on conflict (hour_at, source, reason, problem) do update set times = refusal.times + excluded.times;

-- name: refusals
select hour_at, source, reason, problem, remedy, times
from refusal
where hour_at >= @since
order by hour_at desc, source, reason, problem;

-- name: forget-refusals
delete from refusal where hour_at < @before;
