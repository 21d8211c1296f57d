package dev.penstock.operator.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.ZeroArgFunction;

/**
 * A script of Argo CD, with what it may see there and no more: the libraries base, package and
 * table, and {@code require("os")} with time and date.
 *
 * <p>Never call {@code JsePlatform.standardGlobals()} in the same JVM: it gives every string a
 * metatable, and with it passes what Argo CD refuses.
 */
final class ArgoLua {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What of strftime the scripts use, in UTC as "!" says. */
  private static final String FORMAT = "!%Y%m%d%H%M%S";

  private final Instant now;

  ArgoLua(Instant now) {
    this.now = now;
  }

  /**
   * {@return the table that the script returns, as Argo CD encodes it: an empty one is a list}
   *
   * @throws LuaError where Argo CD reports an error of the script
   */
  JsonNode run(String script, JsonNode obj) {
    var globals = new Globals();
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    // Of a later Lua than Argo CD's.
    globals.get("table").set("pack", LuaValue.NIL);
    globals.get("table").set("unpack", LuaValue.NIL);
    LoadState.install(globals);
    LuaC.install(globals);
    globals.get("package").get("preload").set("os", new Loader(os()));
    globals.set("obj", lua(obj));
    return json(globals.load(script, "script").call().checktable());
  }

  private LuaTable os() {
    var os = new LuaTable();
    os.set(
        "time",
        new ZeroArgFunction() {
          @Override
          public LuaValue call() {
            return LuaValue.valueOf((double) now.getEpochSecond());
          }
        });
    os.set(
        "date",
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue format) {
            if (!format.checkjstring().equals(FORMAT)) {
              throw new LuaError("This sandbox knows only the format " + FORMAT);
            }
            return LuaValue.valueOf(
                DateTimeFormatter.ofPattern("yyyyMMddHHmmss").format(now.atZone(ZoneOffset.UTC)));
          }
        });
    return os;
  }

  /** What {@code require} calls. */
  private static final class Loader extends OneArgFunction {
    private final LuaTable module;

    Loader(LuaTable module) {
      this.module = module;
    }

    @Override
    public LuaValue call(LuaValue name) {
      return module;
    }
  }

  private static LuaValue lua(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        node.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
        yield table;
      }
      case ARRAY -> {
        var table = new LuaTable();
        node.forEach(item -> table.set(table.length() + 1, lua(item)));
        yield table;
      }
      case STRING -> LuaValue.valueOf(node.textValue());
      case NUMBER -> LuaValue.valueOf(node.doubleValue());
      case BOOLEAN -> LuaValue.valueOf(node.booleanValue());
      case NULL, MISSING -> LuaValue.NIL;
      case BINARY, POJO -> throw new IllegalArgumentException("No JSON: " + node);
    };
  }

  private static JsonNode json(LuaValue value) {
    if (value instanceof LuaTable table) {
      return table(table);
    }
    if (value.isboolean()) {
      return JSON.booleanNode(value.toboolean());
    }
    if (value.type() == LuaValue.TNUMBER) {
      return value.isint() ? JSON.numberNode(value.toint()) : JSON.numberNode(value.todouble());
    }
    return JSON.textNode(value.checkjstring());
  }

  private static JsonNode table(LuaTable table) {
    var keys = table.keys();
    if (keys.length == table.length()) {
      var list = JSON.arrayNode();
      for (int i = 1; i <= table.length(); i++) {
        list.add(json(table.get(i)));
      }
      return list;
    }
    var object = JSON.objectNode();
    for (var key : keys) {
      object.set(key.checkjstring(), json(table.get(key)));
    }
    return object;
  }
}
