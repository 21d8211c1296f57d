"""Asks Penstock for a run of the pipeline `orders` and waits for its end.

Needs apache-airflow-providers-cncf-kubernetes and a Kubernetes connection whose user has the
role of a pipeline author in NAMESPACE. Written for Airflow 3; in Airflow 2 the names of
`airflow.sdk` are in `airflow.decorators`, `airflow.exceptions` and `airflow.sensors.base`.
"""

import hashlib
from datetime import datetime, timezone
from pathlib import Path

import yaml
from airflow.providers.cncf.kubernetes.hooks.kubernetes import KubernetesHook
from airflow.sdk import PokeReturnValue, dag, task
from airflow.sdk.exceptions import AirflowFailException
from kubernetes.client.exceptions import ApiException

CONNECTION = "kubernetes_default"
NAMESPACE = "shop"
RUN = Path(__file__).parent / "run.yaml"
RUNS = {"group": "penstock.dev", "version": "v1alpha1", "plural": "etlruns"}

SUCCEEDED = {"Succeeded"}
ENDED_OTHERWISE = {"Failed", "Cancelled", "Superseded"}


@dag(
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    tags=["penstock"],
)
def penstock_orders():
    @task(retries=2)
    def ask(run_id=None, ti=None):
        """Creates the EtlRun and returns its name."""
        run = yaml.safe_load(RUN.read_text(encoding="utf-8"))
        # A task that is cleared asks for another run. So does one that is retried after a lost
        # reply: the second run waits for the first, and its increment is what came since.
        drawn = hashlib.sha256(run_id.encode()).hexdigest()[:10]
        run["metadata"]["name"] += f"-{drawn}-{ti.try_number}"
        objects = KubernetesHook(conn_id=CONNECTION).custom_object_client
        try:
            objects.create_namespaced_custom_object(**RUNS, namespace=NAMESPACE, body=run)
        except ApiException as refused:
            if refused.status != 409:
                raise
        return run["metadata"]["name"]

    # Rescheduled: no worker is held while the run waits and works.
    # Tried again where the API server did not answer.
    @task.sensor(mode="reschedule", poke_interval=30, timeout=24 * 3600, retries=5)
    def ended(name):
        """Waits for the end; the number of the commit goes on as the value of the task."""
        run = KubernetesHook(conn_id=CONNECTION).get_custom_object(
            **RUNS, namespace=NAMESPACE, name=name
        )
        status = run.get("status", {})
        state = status.get("state")
        if state in SUCCEEDED:
            return PokeReturnValue(is_done=True, xcom_value=status.get("commit"))
        if state in ENDED_OTHERWISE or status.get("completionTime"):
            why = f"{status.get('reason')}: {status.get('message')}"
            # No retry of the task: Penstock has retried what may pass.
            raise AirflowFailException(f"EtlRun {name} is {state}. {why}")
        return PokeReturnValue(is_done=False)

    ended(ask())


penstock_orders()
