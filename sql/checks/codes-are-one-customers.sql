-- grain: one row per code that two customers hold, or that is free though one holds it
-- why: a second customer would be told the code of the first, and it works once
-- remedy: bring back the last copy of the file; it was changed by hand
select p.offer, p.code
from promise p
join offer_code c on c.offer = p.offer and c.code = p.code
where p.is_phantom = 0
group by p.offer, p.code
having count(distinct p.customer_id) > 1
  or sum(case when c.contact_id is null then 1 else 0 end) > 0
