package dev.penstock.operator.notify.channel;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for one test, and what a server of it shows. Keys never leave memory. */
public final class TestAuthority {
  private static final Duration VALID = Duration.ofDays(2);

  private final X500Name name = new X500Name("CN=authority-of-a-test");
  private final KeyPair keys;
  private final X509Certificate certificate;

  public TestAuthority() throws Exception {
    keys = keyPair();
    certificate =
        signed(
            unsigned(name, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
  }

  /** {@return its own certificate in PEM, for a client's trust} */
  public String pem() throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** {@return what a server at that address shows} */
  public SSLContext server(String address) throws Exception {
    var own = keyPair();
    var names = new GeneralNames(new GeneralName(GeneralName.iPAddress, address));
    var shown =
        signed(
            unsigned(new X500Name("CN=mail"), own)
                .addExtension(Extension.subjectAlternativeName, false, names));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", own.getPrivate(), new char[0], new X509Certificate[] {shown, certificate});
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private X509v3CertificateBuilder unsigned(X500Name subject, KeyPair of) {
    var from = Instant.now().minus(Duration.ofDays(1));
    return new JcaX509v3CertificateBuilder(
        name,
        BigInteger.valueOf(System.nanoTime()),
        Date.from(from),
        Date.from(from.plus(VALID)),
        subject,
        of.getPublic());
  }

  private X509Certificate signed(X509v3CertificateBuilder unsigned) throws Exception {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(unsigned.build(signer));
  }

  private static KeyPair keyPair() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
