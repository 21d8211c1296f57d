package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.catalog.LoadJournal;
import dev.penstock.sandbox.redshift.copy.ObjectLoad;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all sessions share for their COPYs.
 *
 * @param queries the number of the last COPY
 */
public record Loading(ObjectLoad objects, LoadJournal journal, AtomicInteger queries) {}
