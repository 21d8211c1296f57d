package dev.penstock.sandbox.kubernetes.processnode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The cluster's PEM files as a TLS context: the kubelet's certificate, clients of its authority.
 */
final class Certificates {
  private Certificates() {}

  static SSLContext context(Path pki) throws IOException, GeneralSecurityException {
    var nobody = new char[0];
    var own = KeyStore.getInstance("PKCS12");
    own.load(null, nobody);
    own.setKeyEntry(
        "kubelet",
        key(pki.resolve("kubelet.key")),
        nobody,
        new Certificate[] {certificate(pki.resolve("kubelet.crt"))});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, nobody);
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, nobody);
    trusted.setCertificateEntry("ca", certificate(pki.resolve("ca.crt")));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (var stream = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(stream);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    var base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
