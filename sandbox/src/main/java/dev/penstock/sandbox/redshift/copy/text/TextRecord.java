package dev.penstock.sandbox.redshift.copy.text;

import java.util.List;

/**
 * A row of a file.
 *
 * @param line where it begins, from 1
 * @param raw without its line's end
 */
@SuppressWarnings("ArrayRecordComponent") // A record is handed on, never compared.
public record TextRecord(long line, byte[] raw, List<Field> fields) {}
