// The live page: its parts first, so that they hear what the socket brings.

import "./app.js";
import "./parts/weights.js";
import "./live/view.js";
import "./live/phases.js";
import "./live/shortlist.js";
import "./live/clock.js";
import "./live/announcer.js";
import "./live/commands.js";
import "./live/keys.js";
import "./live/notifications.js";
import { connect } from "./live/socket.js";

connect();
