package dev.penstock.runner.commit.model;

/** What must hold in every state, or of every step, or at the end. */
enum Invariant {
  /** An entry is never changed or deleted, and numbers have no gap. */
  ENTRIES_STAND,
  /** A run has one entry, however many attempts it took. */
  ONE_ENTRY_PER_RUN,
  /** No row stands twice, in the log, below the path or in the table. */
  NO_ROW_TWICE,
  /** No row is missing: a table holds all that its ledger says, at rest both sides hold the log. */
  NO_ROW_LOST,
  /** A ledger's numbers only grow, and the table is the log replayed up to the last one. */
  PUBLISHED_IN_ORDER,
  /** What no entry names is seen neither below the path nor in the table. */
  ONLY_COMMITTED_IS_VISIBLE,
  /** What an entry names can be read, and what its publish needs is there. */
  NAMED_STAYS,
  /** What an attempt may still commit is not taken for garbage. */
  COMMITTABLE_STAYS,
  /** Of pipelines that name one path or one table only one ever commits to it. */
  ONE_LOG_PER_TARGET,
  /** Every attempt ends, and a retry can finish the run: no deadlock, no refusal for ever. */
  RETRY_FINISHES
}
