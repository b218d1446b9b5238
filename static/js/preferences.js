// Preferences: the weights and what they mean.

import "./app.js";
import "./parts/weights.js";
