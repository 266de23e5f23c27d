-- Inspections and maintenance visits that are overdue, by what the boxes tell of them.

CREATE VIEW overdue_inspection AS
SELECT d.device, d.lift, d.address, d.maintenance_firm, moment(known.said ->> 'last')::date AS last_inspection,
       moment(known.said ->> 'next')::date AS due, current_date - moment(known.said ->> 'next')::date AS days_overdue,
       number(known.said -> 'trips_overdue') AS trips_overdue
  FROM device d
 CROSS JOIN LATERAL (SELECT r.body -> 'evidence' AS said FROM record r
                      WHERE r.device = d.device AND r.type IN ('inspection_due', 'inspection_done')
                      ORDER BY r.at DESC, r.seq DESC LIMIT 1) AS known
 WHERE moment(known.said ->> 'next')::date < current_date;
COMMENT ON VIEW overdue_inspection IS
  '超期未检电梯: lifts whose next inspection is past, by the newest inspection_due or inspection_done; with the trips that '
  'were made since, as of that notice.';

CREATE VIEW overdue_maintenance AS
SELECT d.device, d.lift, d.address, d.maintenance_firm, moment(told.said ->> 'last_visit') AS last_visit,
       now() - moment(told.said ->> 'last_visit') AS since_last_visit
  FROM device d
 CROSS JOIN LATERAL newest_said(d.device, 'maintenance_overdue') AS told
 WHERE NOT EXISTS (SELECT FROM record r
                    WHERE r.device = d.device AND r.type = 'maintenance_ended' AND r.at > told.at
                      AND r.body #> '{evidence,counts}' = 'true');
COMMENT ON VIEW overdue_maintenance IS
  '超期未维保电梯: lifts that told of more than 15 days without a visit (TSG T5002), and of no visit since that counts.';
