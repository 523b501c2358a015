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
  report_json
from file_import
order by import_id desc
limit @limit;
