-- name: next-refold-job
select coalesce(max(job_id), 0) + 1 from refold_job;

-- name: add-refold-job
insert into refold_job (job_id, as_of_at, started_at, finished, moment)
values (@job_id, @as_of_at, @started_at, 0, @moment);

-- name: open-refold-job
-- There is one at most: whoever starts one holds the turn.
select job_id, as_of_at, moment from refold_job where finished = 0 order by job_id desc limit 1;

-- name: finish-refold-jobs
update refold_job set finished = 1 where finished = 0 and job_id <= @job_id;

-- name: shards-to-refold
select shard from shard where refold_job_id < @job_id order by shard;

-- name: next-refold
-- Asked once the shard is locked: another process may just have done it.
select refold_next from shard where shard = @shard and refold_job_id < @job_id;

-- name: put-next-refold
update shard set refold_next = @next_id where shard = @shard;

-- name: refold-from-the-first
update shard set refold_next = null where refold_next is not null;

-- name: set-refolded
update shard set refold_job_id = @job_id, refold_next = null where shard = @shard;

-- name: next-customers
select customer_id
from customer
where shard = @shard and customer_id >= @first_id
order by customer_id
limit @most;

-- name: last-folded
-- What some profiles have seen already, behind which nobody is taken back; null while everybody is,
-- to the state of an earlier day.
select case when exists (select 1 from profile_state where folded_as_of_day is not null) then null
  else max(folded_at) end
from profile
where shard = @shard and customer_id >= @first_id and customer_id <= @last_id;
