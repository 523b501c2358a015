-- grain: one row per stay in a segment that overlaps another, or ends before it starts
-- why: who came and who left is read from entry and exit times
-- remedy: have the earlier of the two end where the later begins: perennial doctor --repair
select s.shard, s.customer_id, s.segment, s.entered_at, s.left_at
from segment_member s
where s.left_at < s.entered_at
   or exists (
     select 1 from segment_member o
     where o.shard = s.shard and o.customer_id = s.customer_id and o.segment = s.segment
       and o.entered_at < s.entered_at and (o.left_at is null or o.left_at > s.entered_at))
