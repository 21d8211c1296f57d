package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GoModuleTest {
  @Test
  void theToolLinesSayWhatIsBuilt() {
    assertThat(GoModule.kubernetes().programs())
        .containsOnlyKeys(
            "etcd",
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler",
            "kubectl",
            "kubelet")
        .containsEntry("etcd", "go.etcd.io/etcd/server/v3")
        .containsEntry("kubelet", "k8s.io/kubernetes/cmd/kubelet");
    assertThat(GoModule.helm().programs()).containsOnlyKeys("helm");
    assertThat(GoModule.kustomize().programs()).containsOnlyKeys("kustomize");
    assertThat(GoModule.prometheus().programs()).containsOnlyKeys("prometheus", "promtool");
    assertThat(GoModule.pause().programs()).containsOnlyKeys("pause");
  }

  @Test
  void theServersSayTheVersionThatTheModuleRequires() {
    var module = GoModule.kubernetes();

    var version = module.version("k8s.io/kubernetes");

    assertThat(version).startsWith("v1.");
    assertThat(module.linkFlags("k8s.io/kubernetes/cmd/kube-apiserver"))
        .contains("version.gitVersion=" + version + " ")
        .contains("gitMajor=1 ");
    assertThat(module.linkFlags("go.etcd.io/etcd/server/v3")).isEqualTo("-s -w");
  }

  @Test
  void theKeyFollowsFilesAndCompiler() {
    var module = GoModule.pause();
    var changed = new TreeMap<>(module.files());
    changed.put("main.go", "package main\n");

    assertThat(module.key("go1.26.8"))
        .isEqualTo(GoModule.pause().key("go1.26.8"))
        .matches("[0-9a-f]{16}")
        .isNotEqualTo(module.key("go1.27.0"))
        .isNotEqualTo(new GoModule("pause", changed).key("go1.26.8"));
  }
}
