-- name: next-import-id
select coalesce(max(import_id), 0) + 1 from file_import;

-- name: add-import
insert into file_import (
  import_id, source, file, imported_at, customers_added, customers_updated, customers_unchanged,
  orders_added, orders_updated, orders_unchanged, activities_added, activities_unchanged,
  contacts_added, contacts_unchanged, responses_added, responses_unchanged, report_json)
values (
  @import_id, @source, @file, @imported_at, @customers_added, @customers_updated,
  @customers_unchanged, @orders_added, @orders_updated, @orders_unchanged, @activities_added,
  @activities_unchanged, @contacts_added, @contacts_unchanged, @responses_added,
  @responses_unchanged, @report_json);

-- name: imports
select import_id, source, file, imported_at, customers_added, customers_updated,
  customers_unchanged, orders_added, orders_updated, orders_unchanged, activities_added,
  activities_unchanged, contacts_added, contacts_unchanged, responses_added, responses_unchanged,
  report_json, state
from file_import
order by import_id desc
limit @limit;

-- name: store-has-customers
select 1 from customer limit 1;

-- name: begin-import
insert into file_import (
  import_id, source, file, imported_at, customers_added, customers_updated, customers_unchanged,
  orders_added, orders_updated, orders_unchanged, activities_added, activities_unchanged,
  contacts_added, contacts_unchanged, responses_added, responses_unchanged, report_json, state,
  content_hash)
values (
  @import_id, @source, @file, @imported_at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, @report_json, 1,
  @content_hash);

-- name: import-under-way
select import_id, imported_at from file_import where state = 1 and content_hash = @content_hash;

-- name: import-of
select imported_at, state from file_import where import_id = @import_id;

-- name: count-import
update file_import
set customers_added = customers_added + @customers_added,
    customers_updated = customers_updated + @customers_updated,
    customers_unchanged = customers_unchanged + @customers_unchanged,
    orders_added = orders_added + @orders_added, orders_updated = orders_updated + @orders_updated,
    orders_unchanged = orders_unchanged + @orders_unchanged,
    activities_added = activities_added + @activities_added,
    activities_unchanged = activities_unchanged + @activities_unchanged,
    contacts_added = contacts_added + @contacts_added,
    contacts_unchanged = contacts_unchanged + @contacts_unchanged,
    responses_added = responses_added + @responses_added,
    responses_unchanged = responses_unchanged + @responses_unchanged
where import_id = @import_id;

-- name: set-import-state
update file_import set state = @state, report_json = coalesce(@report_json, report_json)
where import_id = @import_id;

-- name: import-counts-nothing
update file_import
set customers_added = 0, customers_updated = 0, customers_unchanged = 0, orders_added = 0,
    orders_updated = 0, orders_unchanged = 0, activities_added = 0, activities_unchanged = 0,
    contacts_added = 0, contacts_unchanged = 0, responses_added = 0, responses_unchanged = 0
where import_id = @import_id;

-- name: import-place
select next_id from import_place where shard = @shard and import_id = @import_id;

-- name: put-import-place
insert into import_place (shard, import_id, next_id)
values (@shard, @import_id, @next_id)
on conflict (shard, import_id) do update set next_id = excluded.next_id;

-- name: delete-import-place
delete from import_place where shard = @shard and import_id = @import_id;

-- name: add-import-fact
insert into import_fact (shard, import_id, customer_id, kind, fact_id)
values (@shard, @import_id, @customer_id, @kind, @fact_id)
on conflict do nothing;

-- name: customers-of-import
select distinct customer_id
from import_fact
where shard = @shard and import_id = @import_id
order by customer_id
limit @most;

-- name: customers-of-ended-imports
select distinct import_id, customer_id
from import_fact
where shard = @shard and import_id not in (select import_id from file_import where state in (1, 3))
order by import_id, customer_id
limit @most;

-- name: delete-places-of-ended-imports
delete from import_place
where shard = @shard and import_id not in (select import_id from file_import where state in (1, 3));

-- name: facts-of-import
select customer_id, kind, fact_id
from import_fact
where shard = @shard and import_id = @import_id and customer_id >= @first_id
  and customer_id <= @last_id
order by customer_id, kind, fact_id;

-- name: forget-facts-of-import
delete from import_fact
where shard = @shard and import_id = @import_id and customer_id <= @last_id;

-- name: note-customer-gone
update import_fact set kind = @gone
where shard = @shard and import_id = @import_id and customer_id = @customer_id and kind = @customer;

-- name: take-back-order
-- Unless somebody has said it again since.
delete from customer_order
where shard = @shard and customer_id = @customer_id and order_id = @order_id and said_at = @said_at;

-- name: take-back-activity
delete from activity
where shard = @shard and customer_id = @customer_id and activity_id = @activity_id;

-- name: take-back-contact
delete from contact
where shard = @shard and customer_id = @customer_id and contact_id = @contact_id;

-- name: take-back-response
delete from response
where shard = @shard and customer_id = @customer_id and response_id = @response_id;

-- name: said-only-at
-- Whether nothing was said of a customer but at one instant.
select 1
from customer
where shard = @shard and customer_id = @customer_id and said_at = @said_at;
