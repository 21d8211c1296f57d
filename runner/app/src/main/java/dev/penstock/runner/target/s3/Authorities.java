package dev.penstock.runner.target.s3;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a client believes: the authorities of the JVM, and those of a file beside them. */
final class Authorities {
  private Authorities() {}

  /**
   * {@return trust in both}
   *
   * @param pem one certificate or more
   * @param connection whose file it is, for the message
   */
  static TrustManager[] with(Path pem, String connection) {
    List<Certificate> trusted = new ArrayList<>(certificates(pem, connection));
    try {
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
      return managers(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(Path pem, String connection) {
    try (var in = Files.newInputStream(pem)) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw unreadable(connection, null);
      }
      return found;
    } catch (CertificateException | IOException e) {
      throw unreadable(connection, e);
    }
  }

  private static ConfigurationException unreadable(String connection, @Nullable Exception cause) {
    return new ConfigurationException(
        Reason.CERTIFICATE_REFUSED,
        "Key ca.crt in the Secret of connection %s holds no certificate".formatted(connection),
        "Put the certificate of the store's issuer there in PEM, from its BEGIN to its END",
        cause);
  }
}
