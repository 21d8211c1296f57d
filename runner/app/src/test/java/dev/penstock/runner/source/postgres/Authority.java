package dev.penstock.runner.source.postgres;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for a test: it signs what a server shows. */
final class Authority {
  private final X500Name name;
  private final KeyPair keys;
  private final String certificate;

  /** What a server needs, in PEM. */
  record Issued(String certificate, String key) {}

  Authority(String name) throws Exception {
    this.name = new X500Name("CN=" + name);
    this.keys = keyPair();
    var own = Instant.now();
    this.certificate =
        pem(
            "CERTIFICATE",
            signed(
                    builder(this.name, keys, own.minus(Duration.ofDays(1)), Duration.ofDays(2))
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)))
                .getEncoded());
  }

  /** {@return its own certificate in PEM, for a client's trust} */
  String certificate() {
    return certificate;
  }

  /** {@return a server's certificate that is valid for two days from then on} */
  Issued issue(GeneralName server, Instant from) throws Exception {
    var serverKeys = keyPair();
    var signed =
        signed(
            builder(new X500Name("CN=shop"), serverKeys, from, Duration.ofDays(2))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(server)));
    return new Issued(
        pem("CERTIFICATE", signed.getEncoded()),
        pem("PRIVATE KEY", serverKeys.getPrivate().getEncoded()));
  }

  private JcaX509v3CertificateBuilder builder(
      X500Name subject, KeyPair subjectKeys, Instant from, Duration valid) {
    return new JcaX509v3CertificateBuilder(
        name,
        BigInteger.valueOf(System.nanoTime()),
        Date.from(from),
        Date.from(from.plus(valid)),
        subject,
        subjectKeys.getPublic());
  }

  private X509CertificateHolder signed(org.bouncycastle.cert.X509v3CertificateBuilder unsigned)
      throws Exception {
    return unsigned.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
  }

  private static KeyPair keyPair() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(String kind, byte[] content) {
    var lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind);
  }
}
