package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.StandIn;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client that says what no driver would; a silence of half a minute is an error. */
final class WireClient implements AutoCloseable {
  private static final int LONGEST_SILENCE = 30_000;

  private final StandIn redshift;
  private Socket socket;
  private DataInputStream in;
  private DataOutputStream out;

  WireClient(StandIn redshift) throws IOException {
    this.redshift = redshift;
    this.socket = new Socket(InetAddress.getLoopbackAddress(), redshift.warehouse().port());
    socket.setSoTimeout(LONGEST_SILENCE);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = buffered(socket);
  }

  private static DataOutputStream buffered(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 17));
  }

  WireClient tls() throws IOException, GeneralSecurityException {
    out.writeInt(8);
    out.writeInt(1234 << 16 | 5679);
    out.flush();
    if (in.readByte() != 'S') {
      throw new IOException("No TLS");
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "front",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    redshift.warehouse().caCertificate().getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
    secured.startHandshake();
    socket = secured;
    in = new DataInputStream(new BufferedInputStream(secured.getInputStream()));
    out = buffered(secured);
    return this;
  }

  /** Begins a session with these parameters beside user and database. */
  WireClient startup(Map<String, String> parameters) throws IOException {
    Message.Builder body = Message.of('?').int32(3 << 16).text("user").text(StandIn.USER);
    body.text("database").text("analytics");
    parameters.forEach((name, value) -> body.text(name).text(value));
    byte[] bytes = body.int8(0).build().body();
    out.writeInt(bytes.length + 4);
    out.write(bytes);
    return this;
  }

  /** Up to the first moment when the server waits for a statement. */
  WireClient session() throws IOException, GeneralSecurityException {
    tls();
    startup(Map.of());
    authenticate();
    return this;
  }

  List<Message> authenticate() throws IOException, GeneralSecurityException {
    Message.Reader question = read().orElseThrow().reader();
    if (question.int32() != 5) {
      throw new IOException("The server doesn't ask for MD5");
    }
    Properties properties = redshift.properties();
    String inner = md5((properties.getProperty("password") + StandIn.USER).getBytes(), new byte[0]);
    send(Message.of('p').text("md5" + md5(inner.getBytes(), question.bytes(4))).build());
    return untilReady();
  }

  private static String md5(byte[] text, byte[] salt) throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(text);
    return HexFormat.of().formatHex(md5.digest(salt));
  }

  void send(Message message) throws IOException {
    message.write(out);
  }

  void bytes(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  List<Message> untilReady() throws IOException {
    List<Message> answers = new ArrayList<>();
    for (Optional<Message> next = read(); next.isPresent(); next = read()) {
      answers.add(next.get());
      if (next.get().type() == 'Z') {
        return answers;
      }
    }
    throw new IOException("The server has hung up");
  }

  /** Says no more, and hears the server out. */
  List<Message> untilHangUp() throws IOException {
    List<Message> answers = new ArrayList<>();
    try {
      // Only now does anything leave: the server may hang up on the first half of it.
      out.flush();
      socket.shutdownOutput();
      for (Optional<Message> next = Message.read(in); next.isPresent(); next = Message.read(in)) {
        answers.add(next.get());
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException | Message.Malformed e) {
      // Reset, or an alert of TLS: it has hung up all the same.
    }
    return answers;
  }

  Optional<Message> read() throws IOException {
    out.flush();
    return Message.read(in);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
