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

/** Send a file for a call. Raises Problem. */
export function attach(incident, file) {
  const body = new FormData();
  body.append("file", file);
  return upload(`/api/incidents/${incident}/attachments`, body);
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

  async function send() {
    const [file] = input.files;
    const fault = file && faultOf(file);
    if (!file || fault) {
      say("error", fault);
      return;
    }
    input.disabled = true;
    say();
    try {
      await attach(id, file);
      onChanged();
    } catch (problem) {
      say("error", problem.message);
    } finally {
      input.disabled = false;
      input.value = "";
    }
  }

  input.addEventListener("change", send);

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
