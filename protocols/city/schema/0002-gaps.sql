-- What is missing, and what to ask the boxes for.

-- Runs of numbers of which a higher one has been heard, or which the box counts as received.
CREATE VIEW gap AS
SELECT epoch.device, epoch.epoch, hole.first, hole.last, hole.last - hole.first + 1 AS missing,
       hole.first < epoch.low AS counted_as_received
  FROM epoch
 CROSS JOIN LATERAL (
       SELECT lag(seq, 1, epoch.upto) OVER (ORDER BY seq) + 1 AS first, seq - 1 AS last
         FROM (SELECT seq FROM ledger
                WHERE ledger.device = epoch.device AND ledger.epoch = epoch.epoch AND ledger.seq > epoch.upto
                UNION SELECT greatest(epoch.low, epoch.newest + 1)) AS present
       ) AS hole
 WHERE hole.last >= hole.first;
COMMENT ON VIEW gap IS
  '缺失记录: numbers that are not here though a higher one was heard, or though the box counts them as received. '
  'Empty while nothing is under way. What a box has not sent yet cannot be seen here: compare `low` of its `state`.';

-- Takes up to `most` epochs of which something is missing or not known as received, for which it is time to ask, and
-- notes that they were asked; several receivers never take the same. What may be under way yet is left alone: the box
-- must have stood at the same `low` for `patience`. Asked again after twice as long each time, up to 128 times that.
CREATE FUNCTION take_owed(patience interval, most integer)
RETURNS TABLE (device text, epoch uuid, upto bigint, low bigint, newest bigint)
LANGUAGE sql SET search_path FROM CURRENT AS $$
  UPDATE epoch SET asked_at = now(), asks = asks + 1
    FROM (SELECT e.device, e.epoch FROM epoch e LEFT JOIN device d ON d.device = e.device
           WHERE d.online IS NOT false AND e.low > 0 AND e.low_since < now() - patience
             AND (e.low > e.upto + 1 OR e.newest > e.upto OR (e.low <= e.upto AND e.asks < 8))
             AND (e.asked_at IS NULL OR e.asked_at < now() - patience * (2 ^ least(e.asks, 7)))
           ORDER BY e.asked_at NULLS FIRST LIMIT most FOR UPDATE OF e SKIP LOCKED) AS due
   WHERE epoch.device = due.device AND epoch.epoch = due.epoch
  RETURNING epoch.device, epoch.epoch, epoch.upto, epoch.low, epoch.newest
$$;
