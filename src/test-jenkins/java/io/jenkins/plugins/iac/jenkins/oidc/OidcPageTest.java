package io.jenkins.plugins.iac.jenkins.oidc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.jenkins.config.DownstreamConfiguration;
import io.jenkins.plugins.iac.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** What a cloud gets of a controller that lets nobody in without an account. */
public class OidcPageTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Before
    public void closeToEverybody() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @After
    public void ownUrl() {
        IssuerConfiguration.get().setUrl(null);
    }

    private static HttpResponse<String> ask(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(JENKINS.getURL() + "iac/oidc/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    public void documents_withoutAnAccount_areServedAndAgree() throws Exception {
        HttpResponse<String> discovery = ask("GET", ".well-known/openid-configuration");
        assertEquals(200, discovery.statusCode());
        assertEquals(
                "public, max-age=900",
                discovery.headers().firstValue("Cache-Control").orElse(""));
        JsonNode document = Json.parse(discovery.body());
        assertEquals(JENKINS.getURL() + "iac/oidc", document.path("issuer").asText());
        assertEquals(
                JENKINS.getURL() + "iac/oidc/jwks.json",
                document.path("jwks_uri").asText());
        HttpResponse<String> keys = ask("GET", "jwks.json");
        assertEquals(200, keys.statusCode());
        JsonNode set = Json.parse(keys.body()).path("keys");
        assertEquals("the signing key and the next one", 2, set.size());
        set.forEach(k -> assertFalse(k.has("d")));
        assertEquals("", ask("HEAD", "jwks.json").body());
    }

    @Test
    public void anythingElse_isNotThere() throws Exception {
        assertEquals(404, ask("GET", "").statusCode());
        assertEquals(404, ask("GET", "keys").statusCode());
        assertEquals(404, ask("GET", "jwks.json/x").statusCode());
        assertEquals(404, ask("GET", ".well-known/openid-configuration/x").statusCode());
        assertFalse("nothing is written by POST", ask("POST", "jwks.json").statusCode() == 200);
    }

    @Test
    public void url_ofAStaticHost_isWhatTheDocumentsSay() throws Exception {
        IssuerConfiguration.get().setUrl(" https://iac.example/oidc ");
        JsonNode document =
                Json.parse(ask("GET", ".well-known/openid-configuration").body());
        assertEquals("https://iac.example/oidc", document.path("issuer").asText());
        assertEquals(
                "https://iac.example/oidc/jwks.json", document.path("jwks_uri").asText());
        assertThrows(
                IllegalArgumentException.class, () -> IssuerConfiguration.get().setUrl("http://iac.example/oidc"));
        assertEquals("https://iac.example/oidc", IssuerConfiguration.get().getUrl());
    }

    @Test
    public void systemPage_saved_keepsAndTakesWhatItsFormSays() throws Exception {
        IssuerConfiguration.get().setUrl("https://iac.example/oidc");
        HtmlForm form =
                JENKINS.createWebClient().login("admin").goTo("configure").getFormByName("config");
        form.getInputByName("_.queued").setChecked(false);
        JENKINS.submit(form);
        assertEquals("https://iac.example/oidc", IssuerConfiguration.get().getUrl());
        assertFalse(DownstreamConfiguration.get().isQueued());
    }

    @Test
    public void keys_onTheDisk_areNotInTheClear() throws Exception {
        assertEquals(200, ask("GET", "jwks.json").statusCode());
        byte[] kept = java.nio.file.Files.readAllBytes(
                JENKINS.jenkins.getRootDir().toPath().resolve("secrets/io.jenkins.plugins.iac.issuer"));
        String text = new String(kept, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("\"d\""));
        assertFalse(text.contains("private"));
        assertTrue(kept.length > 1000);
    }
}
