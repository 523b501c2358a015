-- Shipped segments that shared a name with RFM segments have names of their own now. Who was in
-- them, who watches them, destinations that are told of them and the shop's rules that speak of
-- them follow.

create table renamed_segment (
  was text not null primary key,
  name text not null
) without rowid;

insert into renamed_segment (was, name) values
  ('Champions', 'Best customers'),
  ('Loyal', 'Good customers'),
  ('Promising', 'On the way up'),
  ('Need attention', 'Due a reminder'),
  ('About to sleep', 'Small buyers drifting away'),
  ('Lost', 'Small buyers long gone'),
  ('Inactive', 'Silent for long'),
  ('New customers', 'First-time buyers');

-- One of the shop's own that has taken the place of a shipped one keeps its name, and what is its.
delete from renamed_segment
where was in (select name from segment where active = 1) or name in (select name from segment);

update watched_segment
set name = (select r.name from renamed_segment r where r.was = watched_segment.name)
where name in (select was from renamed_segment);

-- In JSON a segment stands in a list, or behind segment: in a mapping.

update segment_member set segment = 'Best customers'
where segment = 'Champions' and 'Champions' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''Champions''', 'segment ''Best customers'''),
  'segment "Champions"', 'segment ''Best customers''')
where active = 1 and 'Champions' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["Champions"', '["Best customers"'),
  ',"Champions",', ',"Best customers",'),
  ',"Champions"]', ',"Best customers"]'),
  '"segment:Champions"', '"segment:Best customers"')
where 'Champions' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["Champions"', '["Best customers"'),
  ',"Champions",', ',"Best customers",'),
  ',"Champions"]', ',"Best customers"]')
where change like '%"Champions"%' and 'Champions' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["Champions"', '["Best customers"'),
  ',"Champions",', ',"Best customers",'),
  ',"Champions"]', ',"Best customers"]')
where change like '%"Champions"%' and 'Champions' in (select was from renamed_segment);

update segment_member set segment = 'Good customers'
where segment = 'Loyal' and 'Loyal' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''Loyal''', 'segment ''Good customers'''),
  'segment "Loyal"', 'segment ''Good customers''')
where active = 1 and 'Loyal' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["Loyal"', '["Good customers"'),
  ',"Loyal",', ',"Good customers",'),
  ',"Loyal"]', ',"Good customers"]'),
  '"segment:Loyal"', '"segment:Good customers"')
where 'Loyal' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["Loyal"', '["Good customers"'),
  ',"Loyal",', ',"Good customers",'),
  ',"Loyal"]', ',"Good customers"]')
where change like '%"Loyal"%' and 'Loyal' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["Loyal"', '["Good customers"'),
  ',"Loyal",', ',"Good customers",'),
  ',"Loyal"]', ',"Good customers"]')
where change like '%"Loyal"%' and 'Loyal' in (select was from renamed_segment);

update segment_member set segment = 'On the way up'
where segment = 'Promising' and 'Promising' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''Promising''', 'segment ''On the way up'''),
  'segment "Promising"', 'segment ''On the way up''')
where active = 1 and 'Promising' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["Promising"', '["On the way up"'),
  ',"Promising",', ',"On the way up",'),
  ',"Promising"]', ',"On the way up"]'),
  '"segment:Promising"', '"segment:On the way up"')
where 'Promising' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["Promising"', '["On the way up"'),
  ',"Promising",', ',"On the way up",'),
  ',"Promising"]', ',"On the way up"]')
where change like '%"Promising"%' and 'Promising' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["Promising"', '["On the way up"'),
  ',"Promising",', ',"On the way up",'),
  ',"Promising"]', ',"On the way up"]')
where change like '%"Promising"%' and 'Promising' in (select was from renamed_segment);

update segment_member set segment = 'Due a reminder'
where segment = 'Need attention' and 'Need attention' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''Need attention''', 'segment ''Due a reminder'''),
  'segment "Need attention"', 'segment ''Due a reminder''')
where active = 1 and 'Need attention' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["Need attention"', '["Due a reminder"'),
  ',"Need attention",', ',"Due a reminder",'),
  ',"Need attention"]', ',"Due a reminder"]'),
  '"segment:Need attention"', '"segment:Due a reminder"')
where 'Need attention' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["Need attention"', '["Due a reminder"'),
  ',"Need attention",', ',"Due a reminder",'),
  ',"Need attention"]', ',"Due a reminder"]')
where change like '%"Need attention"%' and 'Need attention' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["Need attention"', '["Due a reminder"'),
  ',"Need attention",', ',"Due a reminder",'),
  ',"Need attention"]', ',"Due a reminder"]')
where change like '%"Need attention"%' and 'Need attention' in (select was from renamed_segment);

update segment_member set segment = 'Small buyers drifting away'
where segment = 'About to sleep' and 'About to sleep' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''About to sleep''', 'segment ''Small buyers drifting away'''),
  'segment "About to sleep"', 'segment ''Small buyers drifting away''')
where active = 1 and 'About to sleep' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["About to sleep"', '["Small buyers drifting away"'),
  ',"About to sleep",', ',"Small buyers drifting away",'),
  ',"About to sleep"]', ',"Small buyers drifting away"]'),
  '"segment:About to sleep"', '"segment:Small buyers drifting away"')
where 'About to sleep' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["About to sleep"', '["Small buyers drifting away"'),
  ',"About to sleep",', ',"Small buyers drifting away",'),
  ',"About to sleep"]', ',"Small buyers drifting away"]')
where change like '%"About to sleep"%' and 'About to sleep' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["About to sleep"', '["Small buyers drifting away"'),
  ',"About to sleep",', ',"Small buyers drifting away",'),
  ',"About to sleep"]', ',"Small buyers drifting away"]')
where change like '%"About to sleep"%' and 'About to sleep' in (select was from renamed_segment);

update segment_member set segment = 'Small buyers long gone'
where segment = 'Lost' and 'Lost' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''Lost''', 'segment ''Small buyers long gone'''),
  'segment "Lost"', 'segment ''Small buyers long gone''')
where active = 1 and 'Lost' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["Lost"', '["Small buyers long gone"'),
  ',"Lost",', ',"Small buyers long gone",'),
  ',"Lost"]', ',"Small buyers long gone"]'),
  '"segment:Lost"', '"segment:Small buyers long gone"')
where 'Lost' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["Lost"', '["Small buyers long gone"'),
  ',"Lost",', ',"Small buyers long gone",'),
  ',"Lost"]', ',"Small buyers long gone"]')
where change like '%"Lost"%' and 'Lost' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["Lost"', '["Small buyers long gone"'),
  ',"Lost",', ',"Small buyers long gone",'),
  ',"Lost"]', ',"Small buyers long gone"]')
where change like '%"Lost"%' and 'Lost' in (select was from renamed_segment);

update segment_member set segment = 'Silent for long'
where segment = 'Inactive' and 'Inactive' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''Inactive''', 'segment ''Silent for long'''),
  'segment "Inactive"', 'segment ''Silent for long''')
where active = 1 and 'Inactive' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["Inactive"', '["Silent for long"'),
  ',"Inactive",', ',"Silent for long",'),
  ',"Inactive"]', ',"Silent for long"]'),
  '"segment:Inactive"', '"segment:Silent for long"')
where 'Inactive' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["Inactive"', '["Silent for long"'),
  ',"Inactive",', ',"Silent for long",'),
  ',"Inactive"]', ',"Silent for long"]')
where change like '%"Inactive"%' and 'Inactive' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["Inactive"', '["Silent for long"'),
  ',"Inactive",', ',"Silent for long",'),
  ',"Inactive"]', ',"Silent for long"]')
where change like '%"Inactive"%' and 'Inactive' in (select was from renamed_segment);

update segment_member set segment = 'First-time buyers'
where segment = 'New customers' and 'New customers' in (select was from renamed_segment);
update segment set rule = replace(replace(rule,
  'segment ''New customers''', 'segment ''First-time buyers'''),
  'segment "New customers"', 'segment ''First-time buyers''')
where active = 1 and 'New customers' in (select was from renamed_segment);
update destination set settings = replace(replace(replace(replace(settings,
  '["New customers"', '["First-time buyers"'),
  ',"New customers",', ',"First-time buyers",'),
  ',"New customers"]', ',"First-time buyers"]'),
  '"segment:New customers"', '"segment:First-time buyers"')
where 'New customers' in (select was from renamed_segment);
update outbox set change = replace(replace(replace(change,
  '["New customers"', '["First-time buyers"'),
  ',"New customers",', ',"First-time buyers",'),
  ',"New customers"]', ',"First-time buyers"]')
where change like '%"New customers"%' and 'New customers' in (select was from renamed_segment);
update delivery set change = replace(replace(replace(change,
  '["New customers"', '["First-time buyers"'),
  ',"New customers",', ',"First-time buyers",'),
  ',"New customers"]', ',"First-time buyers"]')
where change like '%"New customers"%' and 'New customers' in (select was from renamed_segment);

drop table renamed_segment;
