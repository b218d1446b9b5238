// The page of one call.

import "./app.js";
import "./call/player.js";
import "./call/transcript.js";
