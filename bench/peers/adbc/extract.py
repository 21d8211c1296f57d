"""ADBC, batch by batch into pyarrow's writer: port, table, folder, codec, perhaps a condition."""
import sys

import adbc_driver_postgresql.dbapi
import pyarrow.parquet

port, table, folder, codec, *condition = sys.argv[1:]
with adbc_driver_postgresql.dbapi.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres") as connection:
    with connection.cursor() as cursor:
        cursor.execute(" WHERE ".join([f"SELECT * FROM {table}", *condition]))
        rows = cursor.fetch_record_batch()
        with pyarrow.parquet.ParquetWriter(f"{folder}/out.parquet", rows.schema, compression=codec) as file:
            for batch in rows:
                file.write_batch(batch)
