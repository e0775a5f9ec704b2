/** What the crew tells: kept, and sent in order; a call for help waits for nothing that was told before. */

import { createQueue, sendKept } from "../lib/queue.js";
import { gettext } from "../lib/words.js";

const HELP_WAIT_MS = 3000;

/** One tab sends at a time, where the browser can tell (not on plain HTTP, where the keys alone keep things single). */
function aloneAs(name) {
  return (run) => (navigator.locks ? navigator.locks.request(name, run) : run());
}

/**
 * @param user     whose
 * @param told     told the server's answer to each
 * @param others   `makeRoom`, `changed`, `refused`, `full` of `createQueue`
 */
export function createRecords({ user, told, ...others }) {
  const shared = { storage: localStorage, later: setTimeout, send: async (item) => told(await sendKept(item)), ...others };
  const calls = createQueue({ ...shared, name: `help-${user}`, alone: aloneAs("officer-help"), longest: HELP_WAIT_MS });
  const steps = createQueue({ ...shared, name: `unsent-${user}`, alone: aloneAs("officer-queue") });
  const both = [calls, steps];

  function flush() {
    both.forEach((queue) => queue.flush());
  }

  addEventListener("storage", ({ key }) => /^(help|unsent)-/.test(key ?? "") && flush()); // another tab's record

  return {
    /** What happened now: told at once, or kept until it can be. */
    tell: (record) => steps.add(record, Date.now()),
    /** `place` as `{lon, lat}` or null; `at` in ms. */
    callHelp: (place, at) => calls.add({ path: "/api/help", body: { ...place }, label: gettext("Help") }, at),
    flush,
    waiting: () => both.flatMap((queue) => queue.waiting()),
    helpWaits: () => calls.waiting().length > 0,
    failing: () => both.some((queue) => queue.failing()),
  };
}
