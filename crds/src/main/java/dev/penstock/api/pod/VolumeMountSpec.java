package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the container runner sees a volume. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.mountPath.startsWith('/')",
    message = "a mountPath is absolute: begin it with a slash")
@ValidationRule(
    value =
        "self.mountPath != '/' && ['/app/', '/dev/', '/etc/penstock/', '/opt/java/',"
            + " '/proc/', '/run/', '/scratch/', '/sys/', '/tmp/', '/var/run/'].all(d,"
            + " !d.startsWith(self.mountPath + '/') && !(self.mountPath + '/').startsWith(d))",
    message =
        "directories of the runner (/app, /dev, /etc/penstock, /opt/java, /proc, /run,"
            + " /scratch, /sys, /tmp, /var/run) stay as they are: mount elsewhere, as /data")
public record VolumeMountSpec(
    @JsonPropertyDescription("name of a volume of pod.volumes.") @Required @Size(min = 1, max = 63)
        @Nullable String name,
    @JsonPropertyDescription(
            "mountPath is an absolute directory, each once; directories of the runner and"
                + " of the system are refused.")
        @Required
        @Size(min = 1, max = 512)
        @Nullable String mountPath,
    @JsonPropertyDescription(
            "subPath is the path inside the volume, relative, without .. in it. None: the"
                + " whole volume.")
        @Size(min = 1, max = 512)
        @Nullable String subPath,
    @JsonPropertyDescription("readOnly forbids writing. None: false.")
        @Nullable Boolean readOnly) {}
