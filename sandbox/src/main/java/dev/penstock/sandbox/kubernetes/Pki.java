package dev.penstock.sandbox.kubernetes;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificates of one cluster: an authority that lives as long as the cluster's state and what
 * it signs for the two servers. People and components authenticate by tokens (see {@link Users}).
 */
final class Pki {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final Duration VALID = Duration.ofDays(3650);
  private static final X500Name AUTHORITY = new X500Name("CN=penstock-sandbox");

  private final Path folder;
  private final KeyPair authority;

  private Pki(Path folder, KeyPair authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /** Makes everything that the servers of a cluster read from its pki folder. */
  static void create(ClusterFiles files, Addresses addresses) throws IOException {
    try {
      var pki = new Pki(files.state().resolve("pki"), keyPair());
      pki.signAuthority();
      pki.sign(
          "apiserver",
          "CN=kube-apiserver",
          KeyPurposeId.id_kp_serverAuth,
          List.of(
              ip("127.0.0.1"),
              ip(addresses.apiHost()),
              dns("localhost"),
              dns("kubernetes"),
              dns("kubernetes.default"),
              dns("kubernetes.default.svc")));
      pki.sign(
          "kubelet",
          "O=system:nodes,CN=system:node:" + Node.NAME,
          KeyPurposeId.id_kp_serverAuth,
          List.of(ip("127.0.0.1")));
      pki.sign(
          "apiserver-kubelet-client",
          "O=system:masters,CN=kube-apiserver-kubelet-client",
          KeyPurposeId.id_kp_clientAuth,
          List.of());
      var serviceAccounts = keyPair();
      pki.write("sa.key", "PRIVATE KEY", serviceAccounts.getPrivate().getEncoded());
      pki.write("sa.pub", "PUBLIC KEY", serviceAccounts.getPublic().getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException(e);
    }
  }

  private void signAuthority()
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var certificate = certificate(AUTHORITY, authority);
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    certificate.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
    issue("ca", certificate, authority);
  }

  private void sign(String name, String subject, KeyPurposeId purpose, List<GeneralName> names)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var keys = keyPair();
    var certificate = certificate(new X500Name(subject), keys);
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    if (!names.isEmpty()) {
      var alternatives = new GeneralNames(names.toArray(GeneralName[]::new));
      certificate.addExtension(Extension.subjectAlternativeName, false, alternatives);
    }
    issue(name, certificate, keys);
  }

  private static JcaX509v3CertificateBuilder certificate(X500Name subject, KeyPair keys) {
    var now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        new BigInteger(64, new SecureRandom()).add(BigInteger.ONE),
        // An hour back: clocks of guests and hosts differ.
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(VALID)),
        subject,
        keys.getPublic());
  }

  private void issue(String name, JcaX509v3CertificateBuilder certificate, KeyPair keys)
      throws OperatorCreationException, IOException {
    var signer = new JcaContentSignerBuilder(SIGNATURE).build(authority.getPrivate());
    write(name + ".crt", "CERTIFICATE", certificate.build(signer).getEncoded());
    write(name + ".key", "PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private void write(String file, String kind, byte[] content) throws IOException {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    var pem = "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind);
    Files.writeString(folder.resolve(file), pem);
  }

  private static GeneralName ip(String address) {
    return new GeneralName(GeneralName.iPAddress, address);
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
