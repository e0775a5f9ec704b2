"""What must be true of the books after whatever happened: nothing lost, nothing done twice."""

CALLS = "SELECT external_id, count(*) FROM dispatch_incident WHERE external_id IS NOT NULL GROUP BY 1"

FAULTS = {
    "a call that was opened not once": """
        SELECT i.id FROM dispatch_incident i WHERE 1 <> (
            SELECT count(*) FROM patrol_journalentry j
            WHERE j.kind = 'incident.opened' AND j.data ->> 'incident' = i.id::text)""",
    "a call number given twice or left out": """
        SELECT organization_id, year FROM dispatch_incident GROUP BY 1, 2
        HAVING count(*) <> count(DISTINCT number) OR count(*) <> max(number)""",
    "an order that was sent not once": """
        SELECT o.id FROM patrol_order o WHERE 1 <> (
            SELECT count(*) FROM patrol_journalentry j
            WHERE j.kind = 'order.sent' AND j.subject_label = 'patrol.order' AND j.subject_id = o.id::text)""",
    "an order to a call without its assignment": """
        SELECT o.id FROM patrol_order o LEFT JOIN dispatch_assignment a ON a.order_id = o.id
        WHERE o.kind = 'dispatch' AND a.id IS NULL""",
    "an assignment that was told not once": """
        SELECT a.id FROM dispatch_assignment a WHERE 1 <> (
            SELECT count(*) FROM patrol_journalentry j
            WHERE j.kind = 'incident.assigned' AND j.data ->> 'assignment' = a.id::text)""",
    "a cleared assignment whose order is open, or the reverse": """
        SELECT a.id FROM dispatch_assignment a JOIN patrol_order o ON o.id = a.order_id
        WHERE (a.cleared_at IS NULL) <> (o.done_at IS NULL)""",
    "an open order without its answer deadline": """
        SELECT o.id FROM patrol_order o WHERE o.closed_at IS NULL AND o.acknowledged_at IS NULL AND NOT EXISTS (
            SELECT FROM patrol_deadline d WHERE d.kind = 'order.answer' AND d.subject_id = o.id::text)""",
    "a deadline that is over and neither fired nor cancelled": """
        SELECT id FROM patrol_deadline
        WHERE fired_at IS NULL AND cancelled_at IS NULL AND due_at < now() - interval '10 seconds'""",
    "a deadline that fired without exactly one alarm": """
        SELECT d.id FROM patrol_deadline d WHERE d.fired_at IS NOT NULL AND 1 <> (
            SELECT count(*) FROM patrol_journalentry j JOIN patrol_alarm a ON a.id::text = j.subject_id
            WHERE j.kind = 'alarm.raised' AND a.subject_id = d.subject_id
                AND a.raised_at = d.fired_at)""",
    "an entry of the journal without its number": """
        SELECT id FROM patrol_journalentry WHERE position IS NULL AND recorded_at < now() - interval '10 seconds'""",
}

ALARMS = "SELECT count(*) FROM patrol_alarm WHERE kind = 'order.call_by_radio'"
LATEST_DEADLINE_S = "SELECT max(extract(epoch FROM fired_at - due_at))::float8 FROM patrol_deadline"
