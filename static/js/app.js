// What every page has. The module of a page imports it first.

import "./parts/dialog.js";
import "./parts/failures.js";
import "./parts/keys.js";
import "./parts/passkeys.js";
import "./parts/theme.js";
import "./parts/toast.js";
