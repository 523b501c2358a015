-- grain: one row per profile with scores but no scoring run, or with one that is not there
-- why: a score that no cut points explain cannot be shown or applied again
-- remedy: score again: perennial rescore
select p.shard, p.customer_id, p.scoring_run_id
from profile p
left join scoring_run r using (scoring_run_id)
where (p.scoring_run_id is not null and r.scoring_run_id is null)
  or (p.scoring_run_id is null and p.r is not null)
