package dev.penstock.operator.notify.channel;

import dev.penstock.api.model.Notifier;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Mail in plain text; messages of one incident refer to the first one, as mail programs group. */
record EmailChannel(Notifier.Email email, Keys keys, Duration connecting, Duration patience)
    implements Channel {
  private static final String AUTHORITY = "ca.crt";

  @Override
  public Sent send(Letter letter) throws InterruptedException {
    // A server that feeds a byte now and then would stretch any time limit of a socket.
    try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending = one.submit(() -> deliver(letter));
      try {
        return sending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        return new Sent.Later(
            "it did not take the mail within %d s".formatted(patience.toSeconds()),
            Optional.empty());
      } catch (ExecutionException failed) {
        return new Sent.Later("the mail could not be sent", Optional.empty());
      } finally {
        one.shutdownNow();
      }
    }
  }

  private Sent deliver(Letter letter) {
    var pem = keys.value(AUTHORITY);
    var believed = pem.flatMap(Authorities::with);
    return pem.isPresent() && believed.isEmpty()
        ? keys.unusable(AUTHORITY, "a certificate in PEM")
        : deliver(letter, properties(believed));
  }

  private Sent deliver(Letter letter, Properties properties) {
    var id = "<%s@penstock.dev>".formatted(letter.id());
    var first = letter.thread().orElse(id);
    try {
      var session = Session.getInstance(properties);
      var mail = new Named(session, id);
      mail.setFrom(new InternetAddress(email.from(), true));
      for (var to : email.to()) {
        mail.addRecipient(RecipientType.TO, new InternetAddress(to, true));
      }
      mail.setSubject(letter.title().replaceAll("\\p{Cntrl}", " "), StandardCharsets.UTF_8.name());
      mail.setText(letter.text() + "\n", StandardCharsets.UTF_8.name());
      mail.setSentDate(Date.from(letter.at()));
      mail.setHeader("Auto-Submitted", "auto-generated");
      if (letter.thread().isPresent()) {
        mail.setHeader("In-Reply-To", first);
        mail.setHeader("References", first);
      }
      mail.saveChanges();
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(
            email.host(),
            email.port(),
            keys.value("username").orElse(null),
            keys.value("password").orElse(null));
        transport.sendMessage(mail, mail.getAllRecipients());
      }
      return new Sent.Delivered(Optional.of(first));
    } catch (MessagingException failed) {
      return judged(failed);
    }
  }

  /** By class and code: the words of a server may hold anything. */
  private static Sent judged(MessagingException failed) {
    var code = code(failed);
    if (failed instanceof AuthenticationFailedException) {
      return new Sent.Refused("LoginRefused", "the mail server refuses the login");
    }
    if (code >= 500) {
      return new Sent.Refused("Answered" + code, "the mail server answered " + code);
    }
    if (code >= 400) {
      return new Sent.Later("the mail server answered " + code, Optional.empty());
    }
    if (isNotBelieved(failed)) {
      return new Sent.Refused(
          "CertificateRefused",
          "the mail server's certificate is not of an authority that is known, or does not name the"
              + " host: see ca.crt of the Secret, and email.host");
    }
    return new Sent.Later(
        failed instanceof SendFailedException
            ? "the mail server does not take the mail"
            : "the mail server takes no connection, or not as tls says",
        Optional.empty());
  }

  /** The classes of the JDK do not tell more than that. */
  private static boolean isNotBelieved(Throwable failed) {
    var cause = failed.getCause();
    return failed instanceof CertificateException || (cause != null && isNotBelieved(cause));
  }

  private static int code(@Nullable Exception failed) {
    int code =
        switch (failed) {
          case null -> -1;
          case SMTPSendFailedException send -> send.getReturnCode();
          case SMTPSenderFailedException sender -> sender.getReturnCode();
          case SMTPAddressFailedException address -> address.getReturnCode();
          default -> -1;
        };
    return code < 0
            && failed instanceof MessagingException outer
            && outer.getNextException() != null
        ? code(outer.getNextException())
        : code;
  }

  private Properties properties(Optional<SSLSocketFactory> believed) {
    var properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", String.valueOf(connecting.toMillis()));
    properties.put("mail.smtp.timeout", String.valueOf(patience.toMillis()));
    properties.put("mail.smtp.writetimeout", String.valueOf(patience.toMillis()));
    properties.put("mail.smtp.auth", String.valueOf(keys.value("username").isPresent()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    // Else whoever is refused is asked once more by sockets of the JVM's own.
    properties.put("mail.smtp.socketFactory.fallback", "false");
    believed.ifPresent(sockets -> properties.put("mail.smtp.ssl.socketFactory", sockets));
    switch (email.transport()) {
      case START_TLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case IMPLICIT -> properties.put("mail.smtp.ssl.enable", "true");
      case PLAIN -> {
        // As it comes.
      }
    }
    return properties;
  }

  /** A message of one try has the id of every other. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
