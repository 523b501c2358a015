-- name: next-scoring-run-id
select coalesce(max(scoring_run_id), 0) + 1 from scoring_run;

-- name: add-scoring-run
insert into scoring_run (
  scoring_run_id, as_of_at, as_of_day, created_at, customers, scoring_run_json)
values (@scoring_run_id, @as_of_at, @as_of_day, @created_at, @customers, @scoring_run_json);

-- name: latest-scoring-run
-- The one computed last, whatever day it was computed for: its cut points are in force.
select scoring_run_id, scoring_run_json from scoring_run order by scoring_run_id desc limit 1;

-- name: latest-scoring-run-id
select max(scoring_run_id) from scoring_run;

-- name: scoring-run-before-day
-- The last run of an earlier day.
select scoring_run_id, scoring_run_json
from scoring_run
where as_of_day < @as_of_day
order by as_of_day desc, scoring_run_id desc
limit 1;

-- name: scoring-run
select scoring_run_id, scoring_run_json from scoring_run where scoring_run_id = @scoring_run_id;

-- name: scoring-runs
select scoring_run_id, as_of_at, as_of_day, created_at, customers, duration_ms
from scoring_run
order by scoring_run_id desc
limit @limit;
