"""Spark in process with two threads, by JDBC in four pieces: port, table, folder, codec, perhaps a condition."""
import glob
import os
import sys

from pyspark.sql import SparkSession

port, table, folder, codec, *condition = sys.argv[1:]
[driver] = glob.glob(os.path.join(os.environ["BENCH_JARS"], "postgresql-*.jar"))
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.driver.extraClassPath", driver)
    .config("spark.driver.memory", "2g")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .getOrCreate()
)
key = "l_orderkey" if table == "lineitem" else "id"
url = f"jdbc:postgresql://127.0.0.1:{port}/postgres?user=postgres"
rows = " WHERE ".join([f"SELECT * FROM {table}", *condition])
options = {"url": url, "dbtable": f"({rows}) AS rows", "fetchsize": "10000"}
if not condition:
    query = f"(SELECT min({key}) AS low, max({key}) AS high FROM {table}) AS bounds"
    bounds = spark.read.format("jdbc").options(url=url, dbtable=query).load().first()
    options |= {"partitionColumn": key, "lowerBound": str(bounds.low), "upperBound": str(bounds.high), "numPartitions": "4"}
spark.read.format("jdbc").options(**options).load().write.mode("append").option("compression", codec).parquet(folder)
gateway = spark.sparkContext._gateway
spark.stop()
# Spark's own process is one of its own, whose figures count once it has ended.
gateway.shutdown()
gateway.proc.stdin.close()
gateway.proc.wait()
