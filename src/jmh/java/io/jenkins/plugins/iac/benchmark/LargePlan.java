package io.jenkins.plugins.iac.benchmark;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A plan as {@code terraform show -json} prints it, of any size: about 1 KB for each resource, in its planned values, in
 * the prior state and in the changes; a few are replaced or deleted, some values are sensitive, no two resources are alike.
 */
public final class LargePlan {
    private static final String HEAD =
            "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{\"root_module\":{\"resources\":[";

    private LargePlan() {}

    /** {@code LargePlan RESOURCES FILE}. */
    public static void main(String[] arguments) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])), 1 << 20)) {
            write(Integer.parseInt(arguments[0]), out);
        }
    }

    static byte[] bytes(int resources) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(resources * 1_100);
        write(resources, out);
        return out.toByteArray();
    }

    private static void write(int resources, OutputStream out) throws IOException {
        put(out, HEAD);
        for (int i = 0; i < resources; i++) {
            put(out, i == 0 ? "" : ",");
            put(
                    out,
                    "{" + head(i) + ",\"schema_version\":0,\"values\":" + values(i, 1) + ",\"sensitive_values\":"
                            + "{\"password\":true,\"tags\":{}}}");
        }
        put(out, "]}},\"resource_changes\":[");
        for (int i = 0; i < resources; i++) {
            put(out, i == 0 ? "" : ",");
            String actions = i % 1_000 == 0 ? "\"delete\",\"create\"" : i % 10 == 0 ? "\"update\"" : "\"no-op\"";
            put(
                    out,
                    "{" + head(i) + ",\"change\":{\"actions\":[" + actions + "],\"before\":" + values(i, 0)
                            + ",\"after\":"
                            + values(i, 1) + ",\"after_unknown\":{},\"before_sensitive\":{\"password\":true},"
                            + "\"after_sensitive\":{\"password\":true}}}");
        }
        put(out, "],\"configuration\":{\"root_module\":{}},\"timestamp\":\"2026-11-02T12:00:00Z\"}");
    }

    private static String head(int i) {
        return "\"address\":\"module.m" + i % 97 + ".aws_instance.i[" + i + "]\",\"module_address\":\"module.m" + i % 97
                + "\",\"mode\":\"managed\",\"type\":\"aws_instance\",\"name\":\"i\",\"index\":" + i
                + ",\"provider_name\":\"registry.terraform.io/hashicorp/aws\"";
    }

    private static String values(int i, int version) {
        return "{\"ami\":\"ami-0abcdef12345678" + i % 89 + "\",\"arn\":\"arn:aws:ec2:eu-west-1:123456789012:instance/i-"
                + i + "\",\"cpu_core_count\":" + i % 64 + ",\"ebs_optimized\":true,\"password\":\"secret-" + i
                + "\",\"private_ip\":\"10." + i % 200 + ".0." + (i % 250 + version * (i % 10 == 0 ? 1 : 0))
                + "\",\"tags\":{\"Name\":\"node-" + i + "\",\"team\":\"team-" + i % 40 + "\"},\"user_data\":null}";
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
