package dev.penstock.runner.commit;

class SimulatedBucketTest extends BucketContractTest {
  @Override
  protected Bucket empty() {
    return new SimulatedBucket(new SimulatedBucket.Objects(), Faults.none());
  }
}
