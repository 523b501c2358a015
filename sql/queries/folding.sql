-- name: next-refold-job
select coalesce(max(job_id), 0) + 1 from refold_job;

-- name: add-refold-job
insert into refold_job (job_id, as_of_at, started_at, finished)
values (@job_id, @as_of_at, @started_at, 0);

-- name: open-refold-job
-- There is one at most: whoever starts one holds the turn.
select job_id, as_of_at from refold_job where finished = 0 order by job_id desc limit 1;

-- name: finish-refold-jobs
update refold_job set finished = 1 where finished = 0 and job_id <= @job_id;

-- name: shards-to-refold
select shard from shard where refold_job_id < @job_id order by shard;

-- name: claimed-shard
-- Asked once the shard is locked: another process may just have done it.
select 1 from shard where shard = @shard and refold_job_id < @job_id;

-- name: set-refolded
update shard set refold_job_id = @job_id where shard = @shard;

-- name: profile-folds
select customer_id, version, folded_at from profile where shard = @shard order by customer_id;

-- name: delete-profiles-up-to
delete from profile where shard = @shard and version <= @version;
