package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class StatusStoriesTest {
  @Test
  void theFixturesAreWhatTheOperatorWrites() {
    StatusStories.all()
        .forEach((name, resource) ->
            GitOps.agree(
                GitOps.FIXTURES.resolve("status").resolve(name + ".yaml"),
                "# Written by StatusStoriesTest with -Dpenstock.gitops.write=true.\n"
                    + Serialization.asYaml(resource).replaceFirst("^---\n", "")));
  }

  @Test
  void noFixtureIsLeftFromAStoryThatIsToldNoMore() throws IOException {
    try (var files = Files.list(GitOps.FIXTURES.resolve("status"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName()).replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(StatusStories.all().keySet());
    }
  }
}
