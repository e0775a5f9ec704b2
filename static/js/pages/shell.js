/** On every page: the switch between day and night. */

import { followThemeSwitches } from "../ui/theme.js";

followThemeSwitches();
