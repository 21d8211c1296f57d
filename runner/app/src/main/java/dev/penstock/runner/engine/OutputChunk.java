package dev.penstock.runner.engine;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.duckdb.DuckDBDataChunkWriter;

/**
 * The chunk that a table function fills, as memory. The driver only sets values one by one; why it
 * is worth a private field of it says decision record 0024.
 */
record OutputChunk(MemorySegment address) {
  private static final VarHandle CHUNK = chunk();

  static OutputChunk of(DuckDBDataChunkWriter writer) {
    return new OutputChunk(MemorySegment.ofBuffer((ByteBuffer) CHUNK.get(writer)));
  }

  /** {@return one of its vectors} */
  MemorySegment vector(int column) {
    return EngineLibrary.vector(address, column);
  }

  private static VarHandle chunk() {
    try {
      return MethodHandles.privateLookupIn(DuckDBDataChunkWriter.class, MethodHandles.lookup())
          .findVarHandle(DuckDBDataChunkWriter.class, "chunkRef", ByteBuffer.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
