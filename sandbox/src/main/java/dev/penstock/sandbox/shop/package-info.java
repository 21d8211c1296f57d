/**
 * The source of the local world: a real PostgreSQL that holds a shop.
 *
 * <p>In: a scale factor and the credentials to ask for. Out: a database whose rows depend on the
 * scale factor alone, until {@link dev.penstock.sandbox.shop.LiveShop} changes them. It must not
 * know who reads it. Start reading at {@link dev.penstock.sandbox.shop.ShopDatabase}; the mapping
 * from TPC-H is in {@code ShopRows}.
 */
@NullMarked
package dev.penstock.sandbox.shop;

import org.jspecify.annotations.NullMarked;
