package dev.penstock.operator.status;

import dev.penstock.api.RunState;

/** State, reason and message of a run. */
record Verdict(RunState state, String reason, String message) {}
