package org.securechat.it.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminBootstrapRequest;

/** A caller of the administration API, with or without the right to call it. */
public record AdminCaller(HttpClient http, URI base, String authorization) {

  static final String PASSWORD = "four words and a space";

  /** A caller without credentials. */
  public static AdminCaller anonymous(TestBed bed) {
    return new AdminCaller(bed.http(), bed.server().admin("/api/v1"), null);
  }

  /** A new administrator with a password, enrolled on the machine. */
  public static AdminCaller enrolled(TestBed bed, String role) throws ClientException {
    String name = TestBed.name(role);
    AdminBootstrapRequest enrolment = new AdminBootstrapRequest(name, role);
    enrolment.password(PASSWORD.toCharArray());
    submit(bed, enrolment);
    return anonymous(bed).as(name, PASSWORD);
  }

  public static void submit(TestBed bed, AdminBootstrapRequest enrolment) throws ClientException {
    Path data = bed.folder().resolve("data");
    if (!enrolment.submit(data, Duration.ofSeconds(60))) {
      throw new IllegalStateException("no server runs on " + data);
    }
  }

  public AdminCaller as(String name, String password) {
    String text = name + ":" + password;
    return new AdminCaller(
        http,
        base,
        "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A caller with a token. */
  public AdminCaller bearing(String token) {
    return new AdminCaller(http, base, "Bearer " + token);
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return ask("GET", path, null, null);
  }

  public HttpResponse<String> upload(String path, String type, String body)
      throws IOException, InterruptedException {
    return send("POST", path, body, type, null);
  }

  public HttpResponse<String> ask(String method, String path, String body, String ifMatch)
      throws IOException, InterruptedException {
    return send(method, path, body, body == null ? null : "application/json", ifMatch);
  }

  /** Reads something that is not text. */
  public HttpResponse<byte[]> download(String path) throws IOException, InterruptedException {
    return http.send(
        request("GET", path, null, null, null), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> send(
      String method, String path, String body, String type, String ifMatch)
      throws IOException, InterruptedException {
    return http.send(
        request(method, path, body, type, ifMatch), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(
      String method, String path, String body, String type, String ifMatch) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (ifMatch != null) {
      request.header("If-Match", ifMatch);
    }
    if (type != null) {
      request.header("Content-Type", type);
    }
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    return request.build();
  }
}
