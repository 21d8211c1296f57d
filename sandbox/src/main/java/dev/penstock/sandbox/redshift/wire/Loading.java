package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.catalog.LoadErrors;
import dev.penstock.sandbox.redshift.copy.ParquetLoad;
import java.util.concurrent.atomic.AtomicInteger;

/** What all sessions share for their COPYs. */
public record Loading(ParquetLoad parquet, LoadErrors errors, AtomicInteger queries) {}
