-- grain: one row per product that activities name but the shop does not have
-- why: what was viewed could be neither shown nor recommended
-- remedy: import the products again from their source
select a.product_id, count(*) as activities
from activity a
left join product p on p.product_id = a.product_id
where a.product_id is not null and p.product_id is null
group by a.product_id
