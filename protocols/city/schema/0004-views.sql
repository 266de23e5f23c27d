-- What a city asks. Months, days and hours are those of the session's time zone: SET TIME ZONE 'Asia/Shanghai'.

-- Alarms and faults, each incident once, when it was raised (an entrapment: when it was confirmed).
CREATE VIEW fault AS
SELECT DISTINCT ON (r.device, r.incident)
       r.device, r.lift, d.brand, d.maintenance_firm, d.address, r.incident, r.type,
       number(r.body #> '{codes,gb24476}') AS gb24476, r.confidence, r.at
  FROM record r LEFT JOIN device d ON d.device = r.device
 WHERE r.class IN ('alarm', 'fault') AND r.phase IN ('raised', 'confirmed')
 ORDER BY r.device, r.incident, r.at, r.seq;
COMMENT ON VIEW fault IS
  '故障与报警: every alarm and fault once, with the lift, its brand and maintenance firm as they are now. What the '
  'views below count; ask it for what they do not say.';

CREATE VIEW fault_by_code AS
SELECT date_trunc('month', at) AS month, gb24476, type, count(*) AS faults, count(DISTINCT device) AS lifts
  FROM fault GROUP BY 1, 2, 3;
COMMENT ON VIEW fault_by_code IS '按故障代码: by month, number of GB/T 24476 (null: it has none) and type.';

CREATE VIEW fault_by_brand AS
SELECT date_trunc('month', at) AS month, brand, count(*) AS faults, count(DISTINCT device) AS lifts
  FROM fault GROUP BY 1, 2;
COMMENT ON VIEW fault_by_brand IS '按电梯品牌: by month and brand (null: the box does not say).';

CREATE VIEW fault_by_firm AS
SELECT date_trunc('month', at) AS month, maintenance_firm, count(*) AS faults, count(DISTINCT device) AS lifts
  FROM fault GROUP BY 1, 2;
COMMENT ON VIEW fault_by_firm IS '按维保单位: by month and maintenance firm (null: the box does not say).';

CREATE VIEW fault_by_hour AS
SELECT date_trunc('month', at) AS month, extract(hour FROM at)::integer AS hour, count(*) AS faults,
       count(DISTINCT device) AS lifts
  FROM fault GROUP BY 1, 2;
COMMENT ON VIEW fault_by_hour IS '按时段: by month and hour of the day, 0 to 23.';

-- Every thing is in one hour document, or in one since_boot (protocols/README.md): these add up, days would count twice.
CREATE VIEW usage AS
SELECT r.device, d.brand, d.maintenance_firm, coalesce(moment(r.body ->> 'from'), r.at) AS since,
       coalesce(number(r.body #> '{counts,runs}'), 0) AS runs,
       coalesce(number(r.body #> '{counts,faults}'), 0) AS faults,
       coalesce(number(r.body #> '{counts,entrapments}'), 0) AS entrapments
  FROM record r LEFT JOIN device d ON d.device = r.device
 WHERE r.type IN ('statistics_hour', 'statistics_since_boot');
COMMENT ON VIEW usage IS '使用情况: runs, faults that stop the service and entrapments, as the boxes counted them, by hour.';

CREATE VIEW fault_rate AS
SELECT date_trunc('month', since) AS month, device, brand, maintenance_firm, sum(runs) AS runs, sum(faults) AS faults,
       round(1000 * sum(faults) / nullif(sum(runs), 0), 3) AS faults_per_1000_runs
  FROM usage GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW fault_rate IS '千次运行故障率: faults for 1,000 runs, by month and lift; null where it did not run.';

CREATE VIEW fault_rate_by_brand AS
SELECT month, brand, count(*) AS lifts, sum(runs) AS runs, sum(faults) AS faults,
       round(1000 * sum(faults) / nullif(sum(runs), 0), 3) AS faults_per_1000_runs
  FROM fault_rate GROUP BY 1, 2;
COMMENT ON VIEW fault_rate_by_brand IS '按品牌千次运行故障率: the same over all lifts of a brand.';

-- The newest record of an incident says all its times so far.
CREATE VIEW rescue AS
SELECT * FROM (
  SELECT DISTINCT ON (r.device, r.incident)
         r.device, r.lift, d.address, d.brand, d.maintenance_firm, r.incident, r.phase, r.confidence,
         moment(r.body #>> '{evidence,stopped}') AS stopped, moment(r.body #>> '{evidence,suspected}') AS suspected,
         moment(r.body #>> '{evidence,confirmed}') AS confirmed,
         moment(r.body #>> '{evidence,acknowledged}') AS acknowledged,
         moment(r.body #>> '{evidence,on_site}') AS on_site, moment(r.body #>> '{evidence,released}') AS released,
         moment(r.body #>> '{evidence,cleared}') AS cleared,
         r.body #> '{evidence,self_released}' = 'true' AS self_released, r.body #>> '{evidence,ended_by}' AS ended_by
    FROM record r LEFT JOIN device d ON d.device = r.device
   WHERE r.type = 'entrapment'
   ORDER BY r.device, r.incident, r.at DESC, r.seq DESC) AS newest
 WHERE confirmed IS NOT NULL;
COMMENT ON VIEW rescue IS
  '困人救援过程: every confirmed entrapment with its timeline, from the stop of the car to the end.';

CREATE VIEW open_entrapment AS
SELECT device, lift, address, maintenance_firm, incident, phase, confidence, stopped, confirmed, acknowledged, on_site,
       date_trunc('second', now() - stopped) AS waiting
  FROM rescue WHERE phase <> 'cleared' ORDER BY stopped;
COMMENT ON VIEW open_entrapment IS '正在困人: entrapments that are confirmed and not over, the longest first.';

CREATE VIEW rescue_indicator AS
SELECT device, lift, brand, maintenance_firm, incident, confirmed,
       extract(epoch FROM acknowledged - confirmed) AS response_s,
       round(extract(epoch FROM on_site - confirmed) / 60, 1) AS arrival_min,
       round(extract(epoch FROM released - stopped) / 60, 1) AS release_min,
       CASE WHEN acknowledged IS NOT NULL OR now() > confirmed + interval '3 min'
            THEN coalesce(acknowledged <= confirmed + interval '3 min', false) END AS answered_in_3_min,
       CASE WHEN self_released THEN NULL
            WHEN on_site IS NOT NULL OR now() > confirmed + interval '30 min'
            THEN coalesce(on_site <= confirmed + interval '30 min', false) END AS arrived_in_30_min,
       coalesce(self_released, false) AS self_released
  FROM rescue;
COMMENT ON VIEW rescue_indicator IS
  '救援指标: for each confirmed entrapment. Answered: somebody took note within 3 minutes of the alarm. Arrived: somebody '
  'was on site within 30 minutes of it (null where nobody had to come, or it is not 30 minutes yet). Release counts from '
  'the stop of the car.';

CREATE VIEW rescue_by_month AS
SELECT date_trunc('month', confirmed) AS month, count(*) AS entrapments,
       count(*) FILTER (WHERE answered_in_3_min) AS answered_in_3_min,
       round(100.0 * count(*) FILTER (WHERE answered_in_3_min) / nullif(count(answered_in_3_min), 0), 1) AS answered_pct,
       count(*) FILTER (WHERE arrived_in_30_min) AS arrived_in_30_min,
       round(100.0 * count(*) FILTER (WHERE arrived_in_30_min) / nullif(count(arrived_in_30_min), 0), 1) AS arrived_pct,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY release_min::float8) AS median_release_min,
       max(release_min) AS longest_release_min, count(*) FILTER (WHERE self_released) AS self_released
  FROM rescue_indicator GROUP BY 1;
COMMENT ON VIEW rescue_by_month IS '每月救援指标: the same by month; percentages are of those that can be judged.';

CREATE VIEW repeat_lift AS
SELECT device, lift, brand, maintenance_firm, address, count(*) FILTER (WHERE type = 'entrapment') AS entrapments,
       count(*) FILTER (WHERE type <> 'entrapment') AS faults, max(at) AS last_at
  FROM fault WHERE at > now() - interval '30 days'
 GROUP BY 1, 2, 3, 4, 5
HAVING count(*) FILTER (WHERE type = 'entrapment') >= 2 OR count(*) FILTER (WHERE type <> 'entrapment') >= 5;
COMMENT ON VIEW repeat_lift IS
  '重复故障电梯: lifts with two entrapments or five other alarms and faults within the last 30 days.';

CREATE VIEW box AS
SELECT d.device, d.lift, d.address, d.maintenance_firm, d.version, d.online, d.online_since, d.offline_since,
       greatest(d.state_at, max(e.heard)) AS heard, count(e.epoch) AS epochs, sum(e.upto) AS records
  FROM device d LEFT JOIN epoch e ON e.device = d.device GROUP BY d.device;
COMMENT ON VIEW box IS '物联终端: every box, whether it is online and since when, and when a record or state came from it last.';

CREATE VIEW offline_box AS
SELECT device, lift, address, maintenance_firm, version, coalesce(heard, offline_since) AS heard,
       now() - coalesce(heard, offline_since) AS silent_for
  FROM box WHERE coalesce(heard, offline_since) < now() - interval '30 days';
COMMENT ON VIEW offline_box IS
  '离线超过30天的终端: boxes that nothing has been heard of for more than 30 days, whatever their last status says.';
