-- grain: one row per product whose counts of what was bought together cannot be right
-- why: similar products and recommendations follow from these counts
-- remedy: forget the counts, the next scoring run makes them anew: delete from counted_shard
select shard, product_id, customers, length(pairs) as bytes
from bought_product
where customers < 0 or length(pairs) % 8 <> 0
