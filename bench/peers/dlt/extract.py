"""dlt's sql_table through Arrow to its filesystem destination: port, table, folder, codec, perhaps a condition."""
import os
import sys

port, table, folder, codec, *condition = sys.argv[1:]
os.environ["DLT_DATA_DIR"] = f"{folder}/../dlt"
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["DATA_WRITER__COMPRESSION"] = codec

import sqlalchemy  # noqa: E402
import dlt  # noqa: E402 - it reads its settings when it is imported
from dlt.sources.sql_database import sql_table  # noqa: E402

rows = sql_table(
    credentials=f"postgresql://postgres@127.0.0.1:{port}/postgres",
    table=table,
    schema="public",
    backend="pyarrow",
    chunk_size=100_000,
    reflection_level="full_with_precision",
    query_adapter_callback=(lambda query, _: query.where(sqlalchemy.text(condition[0]))) if condition else None,
)
pipeline = dlt.pipeline("bench", destination=dlt.destinations.filesystem(bucket_url=folder), dataset_name="data")
pipeline.run(rows, loader_file_format="parquet", write_disposition="append")
