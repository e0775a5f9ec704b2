/** On every page: the switch between day and night; on those without a stream of facts, whether the server is there. */

import { watchServer } from "../ui/server_watch.js";
import { followThemeSwitches } from "../ui/theme.js";

followThemeSwitches();
if (!document.getElementById("link")) {
  watchServer();
}
