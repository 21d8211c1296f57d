package dev.penstock.runner.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the engine's C interface that fill a chunk, found in the library that its driver
 * has loaded. Documented as "Data Chunk Interface" and "Vector Interface".
 */
final class EngineLibrary {
  private static final MethodHandle VECTOR =
      function("duckdb_data_chunk_get_vector", ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle DATA = function("duckdb_vector_get_data", ADDRESS, ADDRESS);
  private static final MethodHandle VALIDITY =
      function("duckdb_vector_get_validity", ADDRESS, ADDRESS);
  private static final MethodHandle WRITABLE =
      Linker.nativeLinker()
          .downcallHandle(
              symbol("duckdb_vector_ensure_validity_writable"), FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle ASSIGN =
      procedure(
          "duckdb_unsafe_vector_assign_string_element_len", ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);

  private EngineLibrary() {}

  /** Finds the functions, unless that is done: the driver has to have loaded the library. */
  static void load() {
    // To come here is to have them: they are found with the class.
  }

  /** {@return a vector of a chunk} */
  static MemorySegment vector(MemorySegment chunk, long column) {
    try {
      return (MemorySegment) VECTOR.invokeExact(chunk, column);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * {@return the memory of a vector's values}
   *
   * @param bytes that it holds
   */
  static MemorySegment data(MemorySegment vector, long bytes) {
    try {
      return ((MemorySegment) DATA.invokeExact(vector)).reinterpret(bytes);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /**
   * {@return the bits of a vector, of which a set one is a value and no NULL}
   *
   * @param bytes that they take
   */
  static MemorySegment validity(MemorySegment vector, long bytes) {
    try {
      WRITABLE.invokeExact(vector);
      return ((MemorySegment) VALIDITY.invokeExact(vector)).reinterpret(bytes);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Copies a string into a vector, which owns it until the chunk is used again. */
  static void assign(MemorySegment vector, long row, byte[] bytes, long length) {
    try {
      ASSIGN.invokeExact(vector, row, MemorySegment.ofArray(bytes), length);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... given) {
    return Linker.nativeLinker().downcallHandle(symbol(name), FunctionDescriptor.of(result, given));
  }

  /** Bytes are read where they lie on the heap, so it must neither block nor call back. */
  private static MethodHandle procedure(String name, MemoryLayout... given) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbol(name), FunctionDescriptor.ofVoid(given), Linker.Option.critical(true));
  }

  private static MemorySegment symbol(String name) {
    return SymbolLookup.loaderLookup()
        .find(name)
        .orElseThrow(() -> new IllegalStateException("The engine's library has no " + name));
  }

  private static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("A function of the engine's library failed", e);
  }
}
