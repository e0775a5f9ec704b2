/** Facts about a call, by how much of them a console must ask for. Kinds of journal entries. */

/** Facts that only an open card shows; it asks for the call's details again. */
export const TOLD_ON_THE_CARD = [
  "incident.note_added",
  "incident.caller_added",
  "incident.joined",
  "incident.linked",
  "incident.reported",
  "incident.file_attached",
  "incident.text_erased",
  "incident.preempted",
  "incident.reported_directly",
  "incident.support_asked",
  "incident.help_called",
  "assignment.late_step",
  "assignment.late_step_settled",
];

/** Facts that say all that a list shows: the fields to copy from them to the call. */
export const TOLD_WHOLE = {
  "incident.first_reported": ["first_report_at"],
  "incident.controlled": ["controlled_at"],
  "incident.level_set": ["level"],
  "incident.signed": ["signed_by", "seat"],
  "incident.outcome_given": ["disposition"],
  "incident.given_back": ["returned_at"],
  "incident.resumed": ["hold_until", "hold_reason"],
};

/** Facts with words that no journal entry holds: every console fetches the call again. Let them be rare. */
export const FETCHED_AGAIN = [
  "incident.reopened",
  "incident.time_corrected",
  "incident.held",
  "incident.stacked",
  "incident.unstacked",
  "incident.primary_chosen",
  "incident.place_corrected",
];
