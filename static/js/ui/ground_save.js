/** Saving a draft: its commands one after the other; what was done is not sent again, and nothing typed is lost. */

import { presentOf, partlySaved } from "../lib/ground_draft.js";
import { commandsFor } from "../lib/ground_commands.js";
import { command } from "../lib/http.js";

export const CHANGED_MEANWHILE = "changed_meanwhile";

/**
 * @param draft       the draft to save
 * @param onProgress  told the draft after each command that was done
 * @returns `{id, warnings}`: the identity of the thing, new or old, and what is odd though not refused. Raises
 *          Problem; the draft stays as it is.
 */
export async function saveDraft(draft, onProgress) {
  let id = draft.thing.id;
  let current = draft;
  const warnings = [];
  for (const { path, body } of commandsFor({ ...draft, draft: presentOf(draft) })) {
    const answer = await command(path, body);
    id ??= answer.id;
    warnings.push(...(answer.warnings ?? []).map(({ message }) => message));
    if (draft.action === "edit") {
      current = partlySaved(current, answer);
      onProgress(current);
    }
  }
  return { id, warnings: [...new Set(warnings)] };
}
