/**
 * First manifests for the tables of a database.
 *
 * <p>In: the catalog's word on tables. Out: a text for each, decided once and explained in its
 * comments, or the reason why there is none. It opens nothing; who asks the catalog and who writes
 * files calls it. Start at {@link dev.penstock.runner.init.Drafts}.
 */
@NullMarked
package dev.penstock.runner.init;

import org.jspecify.annotations.NullMarked;
