/** A table of the desk: says so when its rows could not be loaded. */

import { followLoads } from "../ui/loads.js";

followLoads(document.getElementById("not-loaded"));
