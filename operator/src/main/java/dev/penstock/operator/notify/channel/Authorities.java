package dev.penstock.operator.notify.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a channel believes: the authorities of the JVM, and those of a Secret beside them. */
final class Authorities {
  private Authorities() {}

  /**
   * {@return sockets that believe both; empty: the text holds no certificate}
   *
   * @param pem one certificate or more
   */
  static Optional<SSLSocketFactory> with(String pem) {
    try {
      List<Certificate> trusted = new ArrayList<>(certificates(pem));
      if (trusted.isEmpty()) {
        return Optional.empty();
      }
      for (var manager : managers(null)) {
        if (manager instanceof X509TrustManager known) {
          trusted.addAll(List.of(known.getAcceptedIssuers()));
        }
      }
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("authority-" + i, trusted.get(i));
      }
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(store), null);
      return Optional.of(context.getSocketFactory());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static List<Certificate> certificates(String pem) throws CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    try (var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))) {
      return List.copyOf(factory.generateCertificates(in));
    } catch (CertificateException | IOException unreadable) {
      return List.of();
    }
  }
}
