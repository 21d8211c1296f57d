/**
 * The ledger of slots: what became of every time at which a schedule said run.
 *
 * <p>In: the plan that the CronJob carries out, the runs there are, what the status said before.
 * Out: the next account, what is news in it, when to look again. Everything is derived from facts;
 * what no fact tells is said as unknown. Must not know the API server or a clock. Start at {@link
 * dev.penstock.operator.slot.SlotLedger}.
 */
@NullMarked
package dev.penstock.operator.slot;

import org.jspecify.annotations.NullMarked;
