/**
 * The protocol, explored: its own classes run over a world that does no more than S3 and a
 * warehouse promise, in every order of the attempts' requests and with every death and lost reply
 * that a bound allows. An {@link dev.penstock.runner.commit.model.Attempting} is what one attempt
 * has been told so far and what it asks next; {@link dev.penstock.runner.commit.model.Explorer}
 * decides whom the world answers. Start reading at {@code ExplorationTest}.
 */
@org.jspecify.annotations.NullMarked
package dev.penstock.runner.commit.model;
