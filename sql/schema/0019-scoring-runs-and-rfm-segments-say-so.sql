-- A scoring run is never just a run, and the names that its scores give are RFM segments: so say
-- the columns, and the fields of what a run has stored. Quotes of a text are escaped in JSON, so
-- that only names of fields are met.
alter table scoring_run rename column run_json to scoring_run_json;

update scoring_run
set scoring_run_json = replace(
  replace(scoring_run_json, '"segments":', '"rfm_segment_set":'),
  '"segment_totals":', '"rfm_segment_totals":');
