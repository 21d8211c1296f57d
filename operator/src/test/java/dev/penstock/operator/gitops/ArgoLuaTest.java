package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.Manifests;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaError;

class ArgoLuaTest {
  private final ArgoLua lua = new ArgoLua(Instant.parse("2026-11-24T12:00:00Z"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return {a = string.format('%s', 1)}",
        "return {a = ('x'):sub(1)}",
        "return {a = math.max(1, 2)}",
        "return {a = os.time()}",
        "return {a = io.open('a')}",
        "return {a = require('os').getenv('HOME')}",
        "return {a = table.unpack({1})}",
        "return 'text'"
      })
  void whatArgoCdDoesNotOfferIsAnError(String script) {
    assertThatThrownBy(() -> lua.run(script, Manifests.value("{}"))).isInstanceOf(LuaError.class);
  }

  @Test
  void anObjectGoesInAndATableComesOut() {
    var obj = Manifests.value("{a: [1, {b: text}], c: true, d: null}");
    assertThat(lua.run("return {obj.a[2].b, obj.c, obj.d == nil, {}, {n = obj.a[1]}}", obj))
        .isEqualTo(Manifests.value("[text, true, true, [], {n: 1}]"));
    assertThat(lua.run("return {a = require('os').date('!%Y%m%d%H%M%S')}", obj).path("a").asText())
        .isEqualTo("20261124120000");
  }
}
