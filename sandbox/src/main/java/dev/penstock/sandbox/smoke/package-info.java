/**
 * Thirty questions to a warehouse, each with the answer that AWS documents: for who has an account,
 * and asked of the stand-in by a test. It sees JDBC and S3 only, never the stand-in.
 */
@NullMarked
package dev.penstock.sandbox.smoke;

import org.jspecify.annotations.NullMarked;
