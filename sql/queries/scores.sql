-- Score history: written by a scoring run, read for one customer and for who moved from where
-- to where.

-- name: add-scored-chunk
insert into scored_chunk (
  shard, scoring_run_id, chunk, first_id, last_id, seen_version, keeps_stays, body)
values (
  @shard, @scoring_run_id, @chunk, @first_id, @last_id, @seen_version, @keeps_stays, @body);

-- name: next-scored-chunk
select chunk, first_id, last_id, seen_version, body
from scored_chunk
where shard = @shard and scoring_run_id = @scoring_run_id
order by chunk
limit 1;

-- name: take-scored-chunk
-- Nothing where another process has just done it.
delete from scored_chunk
where shard = @shard and scoring_run_id = @scoring_run_id and chunk = @chunk;

-- name: any-scored-chunk
select 1 from scored_chunk where shard = @shard and scoring_run_id = @scoring_run_id;

-- name: count-scored-chunks
select count(*) from scored_chunk where scoring_run_id = @scoring_run_id;

-- name: unsaved-scoring-run
select c.scoring_run_id, c.keeps_stays
from scored_chunk c
join scoring_run r on r.scoring_run_id = c.scoring_run_id
order by c.scoring_run_id desc
limit 1;

-- name: forget-other-chunks
-- Of runs that a later one is in the place of.
delete from scored_chunk where scoring_run_id <> @scoring_run_id;

-- name: forget-later-chunks
-- Of runs that did not come to be.
delete from scored_chunk where scoring_run_id > @scoring_run_id;

-- name: profiles-to-score
select customer_id, version, folded_at, next_change_at
from profile
where shard = @shard and customer_id >= @first_id and customer_id <= @last_id
order by customer_id;

-- name: delete-compared-profiles
delete from profile
where shard = @shard and customer_id >= @first_id and customer_id <= @last_id
  and version <= @seen_version;

-- name: add-score-history
-- Of everybody whose scores or stages differ from the last row that stands.
insert into score_history (
  shard, customer_id, scoring_run_id, r, f, m, rfm_segment, lifecycle, cycle_status)
select p.shard, p.customer_id, @scoring_run_id, p.r, p.f, p.m, p.rfm_segment, p.lifecycle,
  p.cycle_status
from profile p
left join score_history h
  on h.shard = p.shard and h.customer_id = p.customer_id
  and h.scoring_run_id = (
    select max(l.scoring_run_id)
    from score_history l
    where l.shard = p.shard and l.customer_id = p.customer_id)
where p.shard = @shard and p.customer_id >= @first_id and p.customer_id <= @last_id
  and (h.customer_id is null
    or h.r is distinct from p.r or h.f is distinct from p.f or h.m is distinct from p.m
    or h.rfm_segment is distinct from p.rfm_segment
    or h.lifecycle is distinct from p.lifecycle
    or h.cycle_status is distinct from p.cycle_status);

-- name: forget-score
delete from score_history
where shard = @shard and customer_id = @customer_id and scoring_run_id = @scoring_run_id;

-- name: score-history
select h.scoring_run_id, s.as_of_day, h.r, h.f, h.m, h.rfm_segment, h.lifecycle, h.cycle_status
from score_history h
join scoring_run s on s.scoring_run_id = h.scoring_run_id
where h.shard = @shard and h.customer_id = @customer_id
order by h.scoring_run_id desc;

-- name: rfm-segments-at-scoring-run
-- Where everybody stood at a run, in the order of customers.
select h.customer_id, h.rfm_segment
from score_history h
where h.scoring_run_id = (
    select max(l.scoring_run_id)
    from score_history l
    where l.shard = h.shard and l.customer_id = h.customer_id
      and l.scoring_run_id <= @scoring_run_id)
order by h.customer_id;

-- name: transitions
-- How many stood where at one run and at a later one; whoever was not there yet comes from nowhere.
select before_rfm_segment, after_rfm_segment, before_lifecycle, after_lifecycle,
  before_cycle_status, after_cycle_status, count(*)
from (
  select b.rfm_segment as before_rfm_segment, a.rfm_segment as after_rfm_segment,
    b.lifecycle as before_lifecycle, a.lifecycle as after_lifecycle,
    b.cycle_status as before_cycle_status, a.cycle_status as after_cycle_status
  from score_history a
  left join score_history b
    on b.shard = a.shard and b.customer_id = a.customer_id
    and b.scoring_run_id = (
      select max(l.scoring_run_id)
      from score_history l
      where l.shard = a.shard and l.customer_id = a.customer_id
        and l.scoring_run_id <= @before_scoring_run)
  where a.scoring_run_id = (
      select max(l.scoring_run_id)
      from score_history l
      where l.shard = a.shard and l.customer_id = a.customer_id
        and l.scoring_run_id <= @after_scoring_run)
) moved
group by before_rfm_segment, after_rfm_segment, before_lifecycle, after_lifecycle,
  before_cycle_status, after_cycle_status;
