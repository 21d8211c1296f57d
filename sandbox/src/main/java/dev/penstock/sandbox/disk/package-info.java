/**
 * What the sandbox keeps on this machine's disk, and how it goes away.
 *
 * <p>In: the user's cache. Out: its parts with their sizes and users; on demand those that nobody
 * uses are deleted. Records and running processes decide who uses what, never the age of a file. It
 * must not start or end anything. Start reading at {@link dev.penstock.sandbox.disk.DiskUse}.
 */
@NullMarked
package dev.penstock.sandbox.disk;

import org.jspecify.annotations.NullMarked;
