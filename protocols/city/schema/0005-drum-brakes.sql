-- 《电梯鼓式制动器专项排查治理汇总表》, with its headings: \copy (SELECT * FROM drum_brake) TO 'table.csv' CSV HEADER

-- "臂1 229, 臂2 236" of the members of one kind (set_1, release_2) that have a median.
CREATE FUNCTION arm_times(times jsonb, kind text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg('臂' || substr(arm, length(kind) + 2) || ' ' || (figures ->> 'median_ms'), ', ' ORDER BY arm)
    FROM jsonb_each(CASE jsonb_typeof(times) WHEN 'object' THEN times ELSE '{}' END) AS of (arm, figures)
   WHERE starts_with(arm, kind || '_') AND jsonb_typeof(figures -> 'median_ms') = 'number'
$$;

-- What the day's statistics call brake_1_set, the brake's dossier calls set_1.
CREATE FUNCTION as_arms(timings jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_object_agg(regexp_replace(name, '^brake_(\d)_(set|release)$', '\2_\1'), figures)
    FROM jsonb_each(CASE jsonb_typeof(timings) WHEN 'object' THEN timings ELSE '{}' END) AS of (name, figures)
   WHERE name ~ '^brake_\d_(set|release)$'
$$;

-- Words of the records in those of the table; what is not known here stays as it is.
CREATE TABLE brake_word (word text PRIMARY KEY, chinese text NOT NULL);
INSERT INTO brake_word VALUES
  ('put_right', '已完成治理'), ('not_yet', '未完成治理'), ('cannot_be_judged', '无法判定'), ('not_concerned', '不涉及'),
  ('not_a_drum_brake', '非鼓式制动器'), ('push_rod_magnetic', '松闸顶杆为导磁材料'),
  ('never_dismantled', '电磁铁无拆解保养记录'), ('incident_open', '制动器故障未消除'),
  ('incident_since', '治理后发生制动器故障'), ('slower_than_before', '治理后动作时间变长'),
  ('type_unknown', '制动器型式未知'), ('push_rod_unknown', '松闸顶杆材质未知'), ('arms_not_timed', '制动臂未全部计时'),
  ('too_few_cycles', '治理后动作次数不足'), ('drum', '鼓式'), ('unknown', '未知'), ('steel', '钢(导磁)'),
  ('copper', '铜'), ('brass', '黄铜'), ('non_magnetic_steel', '非导磁钢');

CREATE FUNCTION brake_chinese(said text) RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT coalesce((SELECT chinese FROM brake_word WHERE word = said), said)
$$;

-- What the newest notice of a kind says; of several actions, the newest of any.
CREATE FUNCTION newest_said(of_device text, of_type text, actions text[] DEFAULT NULL)
RETURNS TABLE (at timestamptz, said jsonb) LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT r.at, r.body -> 'evidence' FROM record r
   WHERE r.device = of_device AND r.type = of_type AND (actions IS NULL OR r.body #>> '{evidence,action}' = ANY (actions))
   ORDER BY r.at DESC, r.seq DESC LIMIT 1
$$;

CREATE VIEW drum_brake AS
SELECT d.lift AS "注册代码", nullif(d.identity #>> '{lift,use_registration}', '') AS "使用登记编号", d.address AS "使用地点",
       d.brand AS "电梯品牌", d.maintenance_firm AS "维护保养单位", d.brake_model AS "制动器型号",
       brake_chinese(d.identity #>> '{lift,brake_type}') AS "制动器型式",
       brake_chinese(coalesce(verified.said, worked.said) ->> 'push_rod') AS "松闸顶杆材质(现状)",
       dismantled.said ->> 'done' AS "电磁铁拆解保养日期", dismantled.said ->> 'by' AS "拆解保养人员工号",
       changed.said ->> 'done' AS "更换松闸顶杆日期", changed.said ->> 'by' AS "更换人员工号",
       arm_times(coalesce(verified.said, worked.said) -> 'before', 'release') AS "治理前释放时间(ms)",
       arm_times(coalesce(verified.said, worked.said) -> 'before', 'set') AS "治理前制动时间(ms)",
       arm_times(verified.said -> 'now', 'release') AS "治理后释放时间(ms)",
       arm_times(verified.said -> 'now', 'set') AS "治理后制动时间(ms)",
       arm_times(as_arms(day.times), 'release') AS "最近一日释放时间(ms)",
       arm_times(as_arms(day.times), 'set') AS "最近一日制动时间(ms)",
       (SELECT count(*) FROM fault f WHERE f.device = d.device AND f.type LIKE 'brake\_%'
           AND f.at >= coalesce(worked.at, '-infinity')) AS "治理后制动器故障次数",
       brake_chinese(verified.said ->> 'verdict') AS "治理结论",
       (SELECT string_agg(brake_chinese(reason), '; ') FROM jsonb_array_elements_text(
          CASE jsonb_typeof(verified.said -> 'reasons') WHEN 'array' THEN verified.said -> 'reasons' ELSE '[]' END)
            AS reason) AS "原因",
       d.device AS "终端编号"
  FROM device d
  LEFT JOIN newest_said(d.device, 'brake_maintained', '{dismantled,push_rod_changed,adjusted}') AS worked ON true
  LEFT JOIN newest_said(d.device, 'brake_maintained', '{dismantled}') AS dismantled ON true
  LEFT JOIN newest_said(d.device, 'brake_maintained', '{push_rod_changed}') AS changed ON true
  LEFT JOIN newest_said(d.device, 'brake_verified') AS verified ON verified.at >= worked.at
  LEFT JOIN LATERAL (SELECT r.body #> '{counts,timings}' AS times FROM record r
                      WHERE r.device = d.device AND r.type = 'statistics_day'
                      ORDER BY r.at DESC, r.seq DESC LIMIT 1) AS day ON true
 WHERE coalesce(d.identity #>> '{lift,brake_type}', 'unknown') IN ('drum', 'unknown');
COMMENT ON VIEW drum_brake IS
  '鼓式制动器专项排查治理汇总表: a row for each lift whose brake is a drum brake, or not known to be none; from identity, '
  'the notices brake_maintained and brake_verified, and the newest day of statistics. Times are medians of each arm.';
