-- The four operations that run on this program, as rows: their parties, centres, rules and first versions.
-- Every number is the source's; a field of the rules that a source is silent about is absent.

insert into agency (agency_id, code, name_sv, name_en, kind, created_at)
select id::uuid, code, name_sv, name_en, kind, timestamptz '2020-01-01 00:00:00+00'
from (values
  ('01970000-0000-7000-8000-0000000a0001', 'soc-bergsjon', 'Socialtjänsten Bergsjön', 'Social Services Bergsjön', 'social_services'),
  ('01970000-0000-7000-8000-0000000a0002', 'soc-kortedala', 'Socialtjänsten Kortedala', 'Social Services Kortedala', 'social_services'),
  ('01970000-0000-7000-8000-0000000a0003', 'af-svingeln', 'Arbetsförmedlingen Svingeln', 'Employment Service Svingeln', 'employment_service'),
  ('01970000-0000-7000-8000-0000000a0004', 'fk-gamlestaden', 'Försäkringskassan Gamlestaden', 'Social Insurance Agency Gamlestaden', 'social_insurance'),
  ('01970000-0000-7000-8000-0000000a0005', 'primarvard-oster', 'Primärvården Öster', 'Primary Care East', 'primary_care'),
  ('01970000-0000-7000-8000-0000000a0006', 'flyktingenheten', 'Flyktingenheten', 'Refugee Unit', 'refugee_unit'),
  ('01970000-0000-7000-8000-0000000a0007', 'vuxenutbildningen', 'Vuxenutbildningen', 'Adult Education', 'adult_education'),
  ('01970000-0000-7000-8000-0000000a0008', 'soc-goteborg', 'Socialtjänsten Göteborg', 'Social Services Gothenburg', 'social_services'),
  ('01970000-0000-7000-8000-0000000a0009', 'arbvux', 'Arbetsmarknad och vuxenutbildning, Göteborg', 'Labour Market and Adult Education, Gothenburg', 'municipality'),
  ('01970000-0000-7000-8000-0000000a000a', 'af-enkoping', 'Arbetsförmedlingen Enköping', 'Employment Service Enköping', 'employment_service'),
  ('01970000-0000-7000-8000-0000000a000b', 'soc-enkoping', 'Socialförvaltningen Enköping', 'Social Services Enköping', 'social_services')
) as a (id, code, name_sv, name_en, kind);

insert into centre (centre_id, code, name, stamp_name, municipality, created_at)
select id::uuid, code, name, stamp_name, municipality, timestamptz '2020-01-01 00:00:00+00'
from (values
  ('01970000-0000-7000-8000-0000000c0001', 'arbetsforum', 'Arbetsforum', 'ARBETSFORUM', 'Göteborg'),
  ('01970000-0000-7000-8000-0000000c0002', 'kompetenscenter-hisingen', 'Kompetenscenter Hisingen', 'HISINGEN', 'Göteborg'),
  ('01970000-0000-7000-8000-0000000c0003', 'kompetenscenter-centrum-vaster', 'Kompetenscenter Centrum-Väster', 'CENTRUM-VÄSTER', 'Göteborg'),
  ('01970000-0000-7000-8000-0000000c0004', 'kompetenscenter-oster', 'Kompetenscenter Öster', 'ÖSTER', 'Göteborg'),
  ('01970000-0000-7000-8000-0000000c0005', 'kompetenscenter-angered', 'Kompetenscenter Angered', 'ANGERED', 'Göteborg'),
  ('01970000-0000-7000-8000-0000000c0006', 'arbvux', 'ARBVUX', 'ARBVUX', 'Göteborg'),
  ('01970000-0000-7000-8000-0000000c0007', 'jobbcentrum-enkoping', 'Jobbcentrum Enköping', 'JOBBCENTRUM', 'Enköping')
) as c (id, code, name, stamp_name, municipality);

insert into programme (programme_id, code, name_sv, name_en, created_at)
select id::uuid, code, name_sv, name_en, timestamptz '2020-01-01 00:00:00+00'
from (values
  ('01970000-0000-7000-8000-0000000b0001', 'arbetsforum', 'Arbetsforum Kortedala–Bergsjön', 'Arbetsforum Kortedala–Bergsjön'),
  ('01970000-0000-7000-8000-0000000b0002', 'kompetenscenter', 'Kompetenscenter Göteborg', 'Competence Centre Gothenburg'),
  ('01970000-0000-7000-8000-0000000b0003', 'arbvux-trappan', 'ARBVUX trappstegsmodell', 'ARBVUX staircase'),
  ('01970000-0000-7000-8000-0000000b0004', 'jobbcentrum-enkoping', 'Jobbcentrum Enköping', 'Jobbcentrum Enköping')
) as p (id, code, name_sv, name_en);

insert into programme_centre (programme_id, centre_id)
select p.programme_id, c.centre_id
from (values
  ('arbetsforum', 'arbetsforum'),
  ('kompetenscenter', 'kompetenscenter-hisingen'),
  ('kompetenscenter', 'kompetenscenter-centrum-vaster'),
  ('kompetenscenter', 'kompetenscenter-oster'),
  ('kompetenscenter', 'kompetenscenter-angered'),
  ('arbvux-trappan', 'arbvux'),
  ('jobbcentrum-enkoping', 'jobbcentrum-enkoping')
) as pc (programme, centre)
join programme p on p.code = pc.programme
join centre c on c.code = pc.centre;

-- age_below is the age that must not have been reached: 18–64 is below 65, 16–65 is below 66.
-- No source dates its rules for this program; the first versions hold from the program's own first day.
insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, created_at)
select v.id::uuid, p.programme_id, 1, date '2020-01-01', v.rules::jsonb, v.source, timestamptz '2020-01-01 00:00:00+00'
from (values
  ('01970000-0000-7000-8000-0000000d0001', 'arbetsforum', '000, 001', '{
    "age_from": 18, "age_below": 65,
    "term_months": 6, "capacity": 250,
    "first_meeting_working_days": 2,
    "coach_talks": {"offered": 3, "within_days": 14},
    "offer_within_days": 14,
    "contact_within_days": 2,
    "target_group": [
      "unemployed_on_social_assistance",
      "registered_without_unemployment_insurance",
      "registered_on_basic_amount_with_supplementary_assistance"],
    "conditions": [
      "child_care_arranged", "no_ongoing_abuse", "no_hindering_illness",
      "communicates_in_swedish_or_english", "wants_work"],
    "entries": [
      {"agency": "soc-bergsjon", "group": "new_applicants", "quota": 40, "per": "month"},
      {"agency": "soc-bergsjon", "group": "old_cases", "quota": 5, "per": "month", "while_new_at_most": 40},
      {"agency": "soc-kortedala", "group": "new_applicants", "quota": 40, "per": "month"},
      {"agency": "soc-kortedala", "group": "old_cases", "quota": 5, "per": "month", "while_new_at_most": 40},
      {"agency": "af-svingeln", "group": "long_term_registered", "quota": 5, "per": "half_year"}],
    "targets": [
      {"percent": 40, "of": "exited"},
      {"percent": 50, "of": "enrolled", "within_months": 12}],
    "extension_keys": ["participant", "case_worker", "centre"]
  }'),
  ('01970000-0000-7000-8000-0000000d0002', 'kompetenscenter', '002', '{
    "term_months": 18,
    "target_group": ["on_social_assistance_in_need_of_extended_support"],
    "entries": [{"agency": "soc-goteborg", "group": "referred"}],
    "targets": [{"percent": 60, "of": "finished"}]
  }'),
  ('01970000-0000-7000-8000-0000000d0003', 'arbvux-trappan', '003', '{
    "term_months": 18,
    "target_group": ["judged_able_to_enter_vocational_education_or_job_within_18_months"],
    "steps": ["preparation", "first_job", "validation_or_further_education", "next_job"]
  }'),
  ('01970000-0000-7000-8000-0000000d0004', 'jobbcentrum-enkoping', '004', '{
    "age_from": 16, "age_below": 66,
    "target_group": ["far_from_the_labour_market"],
    "entries": [
      {"agency": "af-enkoping", "group": "referred"},
      {"agency": "soc-enkoping", "group": "referred"}]
  }')
) as v (id, programme, source, rules)
join programme p on p.code = v.programme;
