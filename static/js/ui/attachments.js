/** Files of the open call. A section of the card. */

import { el, fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { upload } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";

export const LARGEST = 10 * 1024 * 1024;

/** `3.2 MB`, `120 KB`. */
export function fileSize(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** What is wrong with a file before it is sent, in words; nothing where nothing is. */
export function faultOf({ size }) {
  const values = { size: fileSize(size), limit: fileSize(LARGEST) };
  return size > LARGEST ? interpolate(gettext("The file has %(size)s. At most %(limit)s can be attached."), values) : "";
}

/**
 * Send the file that is chosen in a field, at once, and say how it went.
 *
 * @param incident  `() => id` of the call it belongs to
 * @param say       the notice beside the field
 * @param onWay     words while it is sent; none where empty
 * @param onSent    told when it has arrived
 */
export function sendChosen(input, { incident, say, onWay = "", onSent }) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    const fault = file && faultOf(file);
    if (!file || fault) {
      say("error", fault);
      return;
    }
    const body = new FormData();
    body.append("file", file);
    input.disabled = true;
    say("done", onWay);
    try {
      await upload(`/api/incidents/${incident()}/attachments`, body);
      say();
      onSent();
    } catch (problem) {
      say("error", problem.message);
    } finally {
      input.disabled = false;
      input.value = "";
    }
  });
}

function itemNode({ name, url, size, by, at, erased_at: erasedAt }, wall) {
  const gone = interpolate(gettext("file removed %(date)s"), { date: wall.day(erasedAt ?? at) });
  const link = erasedAt ? el("span", { class: "soft" }, gone) : el("a", { href: url, target: "_blank", rel: "noopener", dir: "auto" }, name);
  return el("li", {}, link, el("span", { class: "soft tabular" }, [fileSize(size), wall.time(at), by].join(" · ")));
}

export function createAttachments({ part, wall, onChanged }) {
  const root = part("attachments");
  const input = root.querySelector("input");
  const say = createNotice(root.querySelector("[data-messages]"));
  let id = null;

  sendChosen(input, { incident: () => id, say, onSent: onChanged });

  return {
    open(incident) {
      id = incident.id;
      input.value = "";
      say();
    },
    render(_state, { details }) {
      const files = details?.attachments ?? [];
      setHidden(root, !details);
      setText(root.querySelector("[data-count]"), files.length ? String(files.length) : "");
      fillWhenChanged(root.querySelector("[data-list]"), JSON.stringify([id, files]), () => files.map((file) => itemNode(file, wall)));
    },
  };
}
