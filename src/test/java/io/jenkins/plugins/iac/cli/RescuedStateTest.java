package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A backend that gives the state out and takes none: what was made is known to one file that the tool leaves behind. */
public class RescuedStateTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private HttpServer server;
    private Company company;

    @Before
    public void backend() throws Exception {
        Company.tool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/state", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 404 : 500, -1);
            exchange.close();
        });
        server.start();
        company = new Company(temporary.newFolder("c").toPath());
        company.stack(
                        "dev/web",
                        "backend: {type: http, config: {address: \"http://127.0.0.1:"
                                + server.getAddress().getPort() + "/state\", retry_max: 0}}",
                        "resource \"terraform_data\" \"made\" {\n  input = \"known nowhere else\"\n}\n")
                .writeCatalog()
                .commit();
    }

    @After
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    public void apply_backendTakesNoState_stateIsKeptPrivateAndNamedInTheChoices() throws Exception {
        Answer plan = company.plan("dev/web").ends(0);
        Answer apply = company.call("apply", plan.run()).ends(5);
        assertEquals("apply_unknown", apply.state());
        Path kept = company.home().resolve("runs/" + plan.run() + "/errored.tfstate");
        assertTrue(apply.out(), Files.readString(kept).contains("known nowhere else"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
        JsonNode shown = company.call("run", "show", plan.run()).ends(0).json();
        assertTrue(
                shown.toString(), shown.path("next").asText().contains("the file " + plan.run() + "/errored.tfstate"));
        String area = shown.path("checkout").path("area").asText();
        assertFalse("the working directory is gone", Files.exists(Path.of(area)));
        JsonNode audit = company.call("audit", "show", plan.run()).ends(0).json();
        assertTrue(
                audit.toString(),
                audit.path("incidents").toString().contains(Sha256.ofFile(kept).toString()));
        assertTrue(
                "nothing of it in an artifact",
                Files.list(company.home().resolve("runs/" + plan.run() + "/artifacts"))
                        .noneMatch(f -> f.toString().endsWith(".tfstate")));
        assertTrue(Json.parse(Files.readString(kept)).path("resources").size() == 1);
    }
}
