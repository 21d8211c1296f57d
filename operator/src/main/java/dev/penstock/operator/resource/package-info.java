/**
 * The three resources as the Kubernetes client knows them: a spec and a status of the wire records
 * in a client class, and the columns that {@code kubectl get} prints.
 *
 * <p>In: wire records of {@link dev.penstock.api}. Out: types for informers and the CRD generator.
 * Must not decide anything: validation is {@link dev.penstock.api.validation}. Start at {@link
 * dev.penstock.operator.resource.EtlPipeline}.
 */
@NullMarked
package dev.penstock.operator.resource;

import org.jspecify.annotations.NullMarked;
